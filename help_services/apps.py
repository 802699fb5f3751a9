from django.apps import AppConfig


class HelpServicesConfig(AppConfig):
    name = "help_services"
