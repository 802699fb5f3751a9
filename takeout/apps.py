"""Configuration of the takeout app."""

from django.apps import AppConfig


class TakeoutConfig(AppConfig):
    """The takeout app: an organization's whole content out, and into another Neary."""

    name = "takeout"

    def ready(self) -> None:
        """Import the module that registers the outbox job for making archives."""
        from takeout import handlers  # noqa: F401
