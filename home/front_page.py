"""The content of the front page: catalog rows and counts, no page instances."""

from __future__ import annotations

from typing import Any

from blog.library import add_files, publications
from catalog.listing import pieces
from catalog.models import CatalogEntry
from events.event_list import events_ahead
from home.counts import count_publications, pieces_this_month
from orgs.models import Organization

NEWEST, EVENTS, PUBLICATIONS, ORGANIZATIONS = 5, 4, 2, 6
# The first one with a picture among so many of the newest entries leads the page.
LEADS_LOOKED_AT = 12


def front_page(language: str) -> dict[str, Any]:
    """Return the template context of the front page: newest pages, events, topics, publications, organizations.

    Keys: front; newest (entries, the first leads); events; topics ({topic, count}); publications (entries with their
    `.file`); organizations ({organization, count} of this month's busiest); counts ({organizations, pieces,
    provinces}).
    """
    tallied = count_publications()
    library = list(publications(language)[:PUBLICATIONS])
    add_files(library)
    return {
        "front": True,
        "newest": with_lead_first(list(pieces(language).pages()[:LEADS_LOOKED_AT]))[:NEWEST],
        "events": events_ahead(language)[:EVENTS],
        "topics": tallied.topics(),
        "publications": library,
        "organizations": busiest_organizations(language),
        "counts": {
            "organizations": Organization.objects.public().count(),
            "pieces": tallied.pieces,
            "provinces": tallied.provinces,
        },
    }


def with_lead_first(entries: list[CatalogEntry]) -> list[CatalogEntry]:
    """Return the entries with the first one that has a picture moved to the front; unchanged without pictures."""
    lead = next((entry for entry in entries if entry.image), None)
    return [lead, *(entry for entry in entries if entry is not lead)] if lead else entries


def busiest_organizations(language: str) -> list[dict[str, Any]]:
    """Return at most six public organizations, those that published most this month, then the newest ones."""
    counts = pieces_this_month(language)
    public = Organization.objects.public().prefetch_related("places")
    # The query keeps no order of ids, and more organizations may be counted than are public.
    chosen = sorted(public.filter(pk__in=list(counts)[:ORGANIZATIONS]), key=lambda each: list(counts).index(each.pk))
    if len(chosen) < ORGANIZATIONS:
        chosen += public.exclude(pk__in=counts).order_by("-created_at")[: ORGANIZATIONS - len(chosen)]
    return [{"organization": organization, "count": counts.get(organization.pk, 0)} for organization in chosen]
