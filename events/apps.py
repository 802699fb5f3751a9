"""Configuration of the events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The events app: events, their lists and calendars."""

    name = "events"

    def ready(self) -> None:
        """Import the modules that register handlers, jobs and names of log entries."""
        from events import handlers  # noqa: F401
        from events.attendance import log_actions  # noqa: F401
