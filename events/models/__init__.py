"""The models of events."""

from events.models.event_page import EventPage
from events.models.participants import Attendance, Participants
from events.models.series import Series

__all__ = ["Attendance", "EventPage", "Participants", "Series"]
