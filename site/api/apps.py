"""Configuration of the api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The api app: the public read API below /api/v1/."""

    name = "api"
