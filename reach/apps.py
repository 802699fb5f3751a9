"""Configuration of the reach app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """The reach app: how often pages are read and files fetched."""

    name = "reach"

    def ready(self) -> None:
        """Import the app's receivers."""
        from reach import receivers  # noqa: F401
