"""The report of an event: what its page says, as a paper."""

from __future__ import annotations

from typing import Any

from events.attendance.public import event_attendance
from events.competition.ranks import competition
from events.models import EventPage
from events.sessions.programme import programme_days

TEMPLATE = "events/papers/event_report.html"


def report_context(page: EventPage, address: str) -> dict[str, Any]:
    """Return the template context of an event's PDF report, with public data alone; `address` is its page's address.

    Keys: page, address, organization, places, partners, programme_days, competition, totals (PublicCounts; None where
    nobody is counted), breakdown and is_counted as in `event_attendance`.
    """
    language = page.locale.language_code
    shown = event_attendance(page, list(page.participants.all()))
    totals = shown["attendance"]
    return {
        "page": page,
        "address": address,
        "organization": page.organization.name_in(language),
        "places": [place.name_in(language) for place in page.places.all()],
        "partners": [partner.name_in(language) for partner in page.partners.all() if partner.is_public],
        "competition": competition(page.competition),
        "programme_days": programme_days(page.programme, page.starts_at),
        "totals": totals if totals.all and page.is_held else None,
        "breakdown": shown["breakdown"],
        "is_counted": shown["is_counted"],
    }
