"""The list of public clippings: by day, narrowed by topic, source and date, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.utils import timezone

from catalog.listing import PAGE_SIZE, rows
from catalog.models import CatalogEntry, CatalogEntryQuerySet
from press.kinds import CLIPPING
from press.models import ClippingPage, Source
from press.public.choices import PressChoices, clipping_counts, counts_beside, press_facets, read_choices


@dataclass(frozen=True)
class ListedClipping:
    """A public clipping in a list or feed: its catalog row, its source, and the address of the original."""

    entry: CatalogEntry
    source: Source
    address: str


@dataclass
class PressDay:
    """A day of the press review with the clippings that came into it on that day; `nearness` is 0 for today."""

    day: dt.date
    nearness: int
    clippings: list[ListedClipping] = field(default_factory=list)


def press_review(language: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return the template context of one page of the press review, chosen by an address's parameters.

    Keys: days (PressDay), facets, chosen (PressChoices), source (the chosen Source or None), is_empty (there is no
    clipping at all), number, last, and feed_query (the choices that the feeds know).
    """
    chosen = read_choices(parameters)
    counts = counts_beside(chosen)
    sources = Source.objects.press().in_bulk({each.source for each in clipping_counts()})
    paginator = Paginator(chosen_entries(language, chosen), PAGE_SIZE)
    # Counted already; the paginator would count once more, over all clippings.
    paginator.count = counts.total
    page = paginator.get_page(parameters.get("page", "1"))
    return {
        "days": by_day(with_sources(page.object_list, sources)),
        "facets": press_facets(chosen, counts, sources, language),
        "chosen": chosen,
        "source": sources.get(chosen.source or 0),
        "is_empty": not clipping_counts(),
        "number": page.number,
        "last": paginator.num_pages,
        "feed_query": PressChoices(chosen.topic, chosen.source).query(),
    }


def chosen_entries(language: str, chosen: PressChoices) -> CatalogEntryQuerySet:
    """Return the catalog rows of public clippings that pass the choices, newest first, each in one language."""
    found = rows(language).filter(type=CLIPPING.name)
    if chosen.topic:
        found = found.annotate(shared=F("topic_mask").bitand(chosen.topic.bit)).filter(shared__gt=0)
    if chosen.source:
        found = found.filter(pk__in=ClippingPage.objects.filter(source=chosen.source).values("pk"))
    if period := chosen.period():
        found = found.filter(published_at__gte=period[0], published_at__lt=period[1])
    return found


def with_sources(entries: Iterable[CatalogEntry], sources: Mapping[int, Source]) -> list[ListedClipping]:
    """Return clippings of catalog rows with their sources and the addresses of the originals, in one query."""
    entries = list(entries)
    told = ClippingPage.objects.filter(pk__in=[entry.pk for entry in entries]).values_list("pk", "source", "address")
    known = {pk: (source, address) for pk, source, address in told}
    return [
        ListedClipping(entry, sources[source], address)
        for entry in entries
        for source, address in [known.get(entry.pk, (None, ""))]
        if source in sources
    ]


def by_day(clippings: Iterable[ListedClipping]) -> list[PressDay]:
    """Return clippings, newest first, in groups of the day in Phnom Penh on which each came into the press review."""
    days: list[PressDay] = []
    today = timezone.localdate()
    for each in clippings:
        day = timezone.localdate(each.entry.published_at)
        if not days or days[-1].day != day:
            days.append(PressDay(day, (today - day).days))
        days[-1].clippings.append(each)
    return days
