"""Start-up of the package: its signal receivers."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """The assets app."""

    name = "assets"

    def ready(self) -> None:
        """Import the receivers for files, which register themselves."""
        from assets import receivers  # noqa: F401
