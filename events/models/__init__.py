"""The models of events."""

from events.models.event_page import EventPage
from events.models.participants import Attendance, Participants
from events.models.registration import CheckIn, Gathering, Registration
from events.models.series import Series

__all__ = ["Attendance", "CheckIn", "EventPage", "Gathering", "Participants", "Registration", "Series"]
