"""Structured data (schema.org) of an event, for search engines."""

from __future__ import annotations

from typing import Any

from orgs.pages.json_ld import filled, organization_data


def event_data(page: Any, url: str) -> dict[str, Any]:
    """Return an EventPage as https://schema.org/Event; `url` is the page's whole address."""
    language = page.locale.language_code
    places = [place.name_in(language) for place in page.places.all()]
    return filled(
        {
            "@type": page.page_kind.schema_type,
            "name": page.title,
            "description": page.entry_summary(),
            "inLanguage": language,
            "url": url,
            "startDate": page.starts_at.isoformat(),
            "endDate": page.ends_at.isoformat(),
            "location": located(page.venue, places),
            "organizer": organization_data(page.organization, language),
        }
    )


def located(venue: str, places: list[str]) -> dict[str, Any] | None:
    """Return the place of an event as https://schema.org/Place; None where nothing is known of it."""
    if not (venue or places):
        return None
    address = {"@type": "PostalAddress", "addressCountry": "KH", "addressRegion": ", ".join(places)}
    return {"@type": "Place", "name": venue or ", ".join(places), "address": filled(address)}
