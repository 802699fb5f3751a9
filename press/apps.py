"""Configuration of the press app."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """The press app: sources, the items of their feeds, and clippings."""

    name = "press"

    def ready(self) -> None:
        """Import the app's jobs."""
        from press import handlers  # noqa: F401
