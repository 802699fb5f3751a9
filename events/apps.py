"""Configuration of the events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The events app: events, their lists and calendars."""

    name = "events"

    def ready(self) -> None:
        """Import the modules that register handlers and jobs."""
        from events import handlers  # noqa: F401
