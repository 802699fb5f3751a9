"""Configuration of the demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo app: invented content for people who try the portal."""

    name = "demo"
