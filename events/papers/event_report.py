"""The report of an event: what its page says, as a paper."""

from __future__ import annotations

from typing import Any

from events.models import EventPage

TEMPLATE = "events/papers/event_report.html"
# Fewer people than this are shown as one sum: a number of women or men could tell of one person.
FEWEST = 5


def report_context(page: EventPage, address: str) -> dict[str, Any]:
    """Return the template context of an event's report: only what its public page says; `address` is that page's.

    Keys: page, address, organization, places, partners, attendance (None without participants), shows_sexes.
    """
    language = page.locale.language_code
    attendance = page.attendance()
    return {
        "page": page,
        "address": address,
        "organization": page.organization.name_in(language),
        "places": [place.name_in(language) for place in page.places.all()],
        "partners": [partner.name_in(language) for partner in page.partners.all() if partner.is_public],
        "attendance": attendance if attendance["all"] and page.is_held else None,
        "shows_sexes": attendance["all"] >= FEWEST,
    }
