"""Configuration of the events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The events app: events, their lists and calendars."""

    name = "events"
