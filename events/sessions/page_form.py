"""The full editor's form of an event."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.attendance.participants_panel import CountedRowsForm
from events.sessions.programme import days_outside
from khmer.typography import date


class EventPageForm(CountedRowsForm):
    """The full editor's form of an event, in which the days of the programme must be days of the event."""

    def clean(self) -> dict[str, Any]:
        """Return the event form's cleaned data; adds an error for programme days outside the event's dates."""
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        # Asked again here: each of the three is missing where its own field has an error.
        if begins and ends and cleaned.get("programme"):
            for day in days_outside(cleaned["programme"], begins, ends):
                said = {"day": date(day, get_language() or "en")}
                self.add_error("programme", _("The event is not held on %(day)s. Correct this day.") % said)
        return cleaned
