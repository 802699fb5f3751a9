"""The models of events."""

from events.models.attendance import AttendanceFigure, FigureRelease
from events.models.event_page import EventPage
from events.models.participants import Attendance, Participants
from events.models.registration import CheckIn, Gathering, Registration
from events.models.series import Series

__all__ = [
    "Attendance",
    "AttendanceFigure",
    "CheckIn",
    "EventPage",
    "FigureRelease",
    "Gathering",
    "Participants",
    "Registration",
    "Series",
]
