from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """An app for whoever runs the portal: its backups, people's data, and the checks of an installation."""

    name = "operations"
