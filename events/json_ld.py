"""Structured data (schema.org) of an event, for search engines."""

from __future__ import annotations

from typing import Any

from events.sessions.programme import has_days, programme_days
from orgs.pages.json_ld import filled, organization_data


def event_data(page: Any, url: str) -> dict[str, Any]:
    """Return an event's page as a https://schema.org/Event dict, for search engines; `url` is its whole address."""
    language = page.locale.language_code
    location = located(page.venue, [place.name_in(language) for place in page.places.all()])
    return filled(
        {
            "@type": page.page_kind.schema_type,
            "name": page.title,
            "description": page.entry_summary(),
            "inLanguage": language,
            "url": url,
            "startDate": page.starts_at.isoformat(),
            "endDate": page.ends_at.isoformat(),
            "location": location,
            "subEvent": sessions_data(page, location),
            "organizer": organization_data(page.organization, language),
        }
    )


def sessions_data(page: Any, location: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the sessions of a programme as https://schema.org/Event dicts; [] if the programme names no days."""
    # Without days a session has no date, and search engines refuse such a subEvent.
    if not has_days(page.programme):
        return []
    return [
        filled(
            {
                "@type": "Event",
                "name": session.what,
                "startDate": session.starts_at.isoformat(),
                "endDate": session.ends_at.isoformat() if session.ends_at else "",
                "location": location,
            }
        )
        for day in programme_days(page.programme, page.starts_at)
        for session in day.sessions
    ]


def located(venue: str, places: list[str]) -> dict[str, Any] | None:
    """Return an event's venue and provinces as a https://schema.org/Place dict; None where both are empty."""
    if not (venue or places):
        return None
    # The code of ISO 3166.
    address = {"@type": "PostalAddress", "addressCountry": "KH", "addressRegion": ", ".join(places)}
    return {"@type": "Place", "name": venue or ", ".join(places), "address": filled(address)}
