"""Configuration of the help_services app."""

from django.apps import AppConfig


class HelpServicesConfig(AppConfig):
    """The help_services app: services that help people in need."""

    name = "help_services"
