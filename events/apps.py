"""Configuration of the events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The events app: events, their lists and calendars, and registration for them."""

    name = "events"

    def ready(self) -> None:
        """Import the app's modules that register outbox handlers, jobs and labels of log entries."""
        from events import handlers  # noqa: F401
        from events.attendance import log_actions  # noqa: F401
        from events.registration import deletion  # noqa: F401
        from events.registration import handlers as registration_handlers  # noqa: F401
        from events.registration import log_actions as registration_log_actions  # noqa: F401
