"""The list of events: ahead or past, of all kinds or one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from catalog.listing import PAGE_SIZE, pieces
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from events.kinds import EVENT
from events.models import EventPage


def events_ahead(language: str) -> CatalogEntryQuerySet:
    """Return the public events that are not over, the next first, each once: in this language, else in the other."""
    return pieces(language, EVENT.name).upcoming()


def events_past(language: str) -> CatalogEntryQuerySet:
    """Return the public events that are over, the last begun first, each once: in this language, else in the other."""
    return pieces(language, EVENT.name).filter(ends_at__lte=timezone.now()).order_by("-starts_at")


def events(language: str, *, kind: str = "", when: str = "", page: str = "1") -> dict[str, Any]:
    """Return the template context of one page of the public list of events: of a kind or all, and ahead or past.

    A filter value that does not exist filters nothing. Keys: events (a paginator's page of entries with `.venue`),
    kinds (value and name of each), the chosen kind ("" for all) and when ("ahead" or "past").
    """
    when = "past" if when == "past" else "ahead"
    kind = kind if kind in EventPage.Kind.values else ""
    entries = events_past(language) if when == "past" else events_ahead(language)
    if kind:
        # A subquery: the kind stands in the page's table, not in the catalog.
        entries = entries.filter(pk__in=EventPage.objects.filter(kind=kind).values("pk"))
    shown = Paginator(entries, PAGE_SIZE).get_page(page)
    add_venues(shown.object_list)
    return {"events": shown, "kinds": EventPage.Kind.choices, "kind": kind, "when": when}


def add_venues(entries: Iterable[CatalogEntry]) -> None:
    """Set the attribute `venue` on each catalog entry of an event, "" where it has none, in one query."""
    entries = list(entries)
    rows = EventPage.objects.filter(pk__in=[entry.pk for entry in entries])
    # In one query, and not through entry.page, which would ask for each entry.
    venues = dict(rows.values_list("pk", "venue"))
    for entry in entries:
        entry.venue = venues.get(entry.pk, "")  # type: ignore[attr-defined]
