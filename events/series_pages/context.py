"""The template context of a series' page, from rows alone."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from assets.models import Document
from catalog.listing import pieces
from catalog.models import CatalogEntry
from common.figures.small_groups import sum_public
from events.attendance.public import totals_of_events
from events.attendance.releases import released_table
from events.kinds import EVENT
from events.models import EventPage, Series
from events.papers.rendering import can_make_papers
from events.series_pages.years import SeriesEvent, years_of
from outcomes.models import RecommendationRow
from outcomes.tracker import in_order, tally_of

# The events of a series that its page shows, the newest; and how many recommendations and papers it shows.
MOST_EVENTS, MOST_RECOMMENDATIONS, MOST_PAPERS = 120, 5, 12


def series_context(series: Series, language: str, most: int = MOST_RECOMMENDATIONS) -> dict[str, Any] | None:
    """Return the template context of a series' page in a language; None for a series without a public event.

    Keys: series, description, events, years, next (the first event ahead, or None), people (PublicCounts), table (the
    released one, or None), released_at (of the newest release) and is_counted (no number of it was typed), tally and
    recommendations (`most` rows, those of the whole series first), papers (minutes and other materials), organization,
    can_make_papers.
    """
    entries = public_entries(series, language)
    if not entries:
        return None
    pages = EventPage.objects.filter(pk__in=[entry.pk for entry in entries])
    rows = {row["pk"]: row for row in totals_of_events(pages, "venue", "materials")}
    events = [series_event(entry, number, rows.get(entry.pk)) for number, entry in enumerate(entries, start=1)]
    # Read once, for the table and for what is said of it.
    prefetch_related_objects([series], "releases")
    found = RecommendationRow.objects.filter(entry__in=[entry.pk for entry in entries])
    shown = (
        in_order(found, "", "-is_of_series").select_related("institution", "entry").defer("entry__text", "entry__names")
    )
    return {
        "section": "events",
        "series": series,
        "description": series.description_in(language),
        "events": events,
        "years": years_of(events, series.per_year or 0),
        "next": next((event for event in events if not event.is_held), None),
        "people": sum_public(rows[event.entry.pk]["totals"] for event in events if event.is_held),
        "table": released_table(series),
        "released_at": max((release.released_at for release in series.releases.all()), default=None),
        "is_counted": all(release.counted == len(release.events) for release in series.releases.all()),
        "tally": tally_of(found),
        "recommendations": list(shown[:most]),
        "papers": papers_of(events, rows),
        "organization": entries[-1].organization,
        "can_make_papers": can_make_papers(),
    }


def public_entries(series: Series, language: str) -> list[CatalogEntry]:
    """Return the newest 120 public events of a series, in the reader's language, else the other; the earliest first."""
    found = pieces(language, EVENT.name).filter(pk__in=EventPage.objects.filter(series=series).values("pk"))
    return list(reversed(found.order_by("-starts_at", "-pk")[:MOST_EVENTS]))


def series_event(entry: CatalogEntry, number: int, row: dict[str, Any] | None) -> SeriesEvent:
    """Return a SeriesEvent made of a catalog entry, its number in the series and its row of totals (or None)."""
    is_held = entry.ends_at is not None and entry.ends_at <= timezone.now()
    totals = row["totals"] if row and is_held and row["totals"].all else None
    return SeriesEvent(entry, number, totals, row["venue"] if row else "", is_held)


def papers_of(events: list[SeriesEvent], rows: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return at most 12 newest materials of a series' events, each document once: {"document", "title", "event"}."""
    wanted: dict[int, tuple[str, SeriesEvent]] = {}
    for event in reversed(events):
        materials = rows.get(event.entry.pk, {}).get("materials") or ()
        for item in getattr(materials, "raw_data", ()):
            pk = item["value"].get("document")
            if pk and len(wanted) < MOST_PAPERS:
                wanted.setdefault(pk, (item["value"].get("title") or "", event))
    documents = Document.objects.in_bulk(list(wanted))
    return [
        {"document": documents[pk], "title": title, "event": event}
        for pk, (title, event) in wanted.items()
        if pk in documents
    ]


def public_series() -> list[str]:
    """Return the slugs of the series that have at least one public event, in order."""
    public = CatalogEntry.objects.public().filter(type=EVENT.name).values("pk")
    slugs = Series.objects.filter(events__pk__in=public).order_by("slug").values_list("slug", flat=True)
    return list(slugs.distinct())
