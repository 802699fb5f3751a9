"""Configuration of the help_services app."""

from django.apps import AppConfig


class HelpServicesConfig(AppConfig):
    """The help_services app: services that help people in need, which are verified twice a year."""

    name = "help_services"

    def ready(self) -> None:
        """Import the modules that register the kind of matters and connect the receivers."""
        from help_services import matters, receivers  # noqa: F401
