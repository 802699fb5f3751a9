"""The reach of single pages since they became public, for lists of them, in two queries at any number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from common.figures.small_groups import JOINED
from reach.models import PageReads
from reach.sheet.shown import shown, shown_ways, way_label

# The days of the small chart.
DAYS = 30
# Ways that are named beside a page.
WAYS = 2


@dataclass(frozen=True)
class PageReach:
    """The reads of a page until yesterday, as they may be shown: None stands for fewer than five."""

    reads: int | None
    # The ways by which most came, with their labels.
    ways: list[tuple[str, int]]
    # Of the last days, the oldest first.
    days: list[int | None]

    @property
    def has_days(self) -> bool:
        """Return whether any of the last days has a number that may be shown."""
        return any(self.days)


def reach_of(page_ids: Iterable[int]) -> dict[int, PageReach]:
    """Return the reach of each of these pages, by id."""
    ids, today = list(page_ids), timezone.localdate()
    rows = PageReads.objects.filter(page__in=ids, day__lt=today)
    ways: dict[int, dict[str, int]] = defaultdict(dict)
    for page, way, number in rows.values_list("page", "way").annotate(all=Sum("number")).order_by():
        ways[page][way] = number
    first = today - dt.timedelta(days=DAYS)
    recent = rows.filter(day__gte=first).values_list("page", "day").annotate(all=Sum("number")).order_by()
    by_day = {(page, day): number for page, day, number in recent}
    days = [first + dt.timedelta(days=number) for number in range(DAYS)]
    return {
        page: PageReach(
            reads=shown(sum(ways[page].values())),
            ways=named_ways(ways[page]),
            days=[shown(by_day.get((page, day), 0)) for day in days],
        )
        for page in ids
    }


def named_ways(numbers: dict[str, int]) -> list[tuple[str, int]]:
    """Return label and number of the ways by which most readers came, without the row of all others."""
    rows = shown_ways(numbers) or {}
    return [(way_label(key), number) for key, number in rows.items() if key != JOINED][:WAYS]
