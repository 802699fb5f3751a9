"""When a source is asked again."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db.models import Count, Max, Min, QuerySet

from press.models import Source
from press.models.sources import LONGEST_INTERVAL, SHORTEST_INTERVAL

# A source that writes each four hours is asked each hour.
POLLS_A_GAP = 4
# So large a part of an interval is left to chance, so that not all sources are asked in the same minute.
JITTER = 0.1
MOST_DOUBLINGS = 10
# Items from which a usual time can be told.
FEWEST = 3


def with_usual_gaps(sources: QuerySet[Source]) -> list[tuple[Source, dt.timedelta | None]]:
    """Return sources with their states of reading, each with its usual time between two items, in one query.

    The time is None for a source with fewer than three items.
    """
    counted = sources.select_related("fetch_state").annotate(
        first=Min("items__written_at"), last=Max("items__written_at"), n=Count("items")
    )
    return [(source, _gap(source.first, source.last, source.n)) for source in counted]


def usual_gap(source: Source) -> dt.timedelta | None:
    """Return the usual time between two of a source's items; None for fewer than three."""
    row = source.items.order_by().aggregate(first=Min("written_at"), last=Max("written_at"), n=Count("pk"))
    return _gap(row["first"], row["last"], row["n"])


def _gap(first: dt.datetime | None, last: dt.datetime | None, number: int) -> dt.timedelta | None:
    return (last - first) / (number - 1) if first and last and number >= FEWEST else None


def next_interval(gap: dt.timedelta | None, wanted: dt.timedelta, failures: int = 0) -> dt.timedelta:
    """Return the time until a source is asked again: from half an hour to a day, longer with each failure.

    `gap` is its usual time between two items, `wanted` the longest that feed and server ask for.
    """
    own = gap / POLLS_A_GAP if gap else SHORTEST_INTERVAL
    interval = min(max(SHORTEST_INTERVAL, own, wanted), LONGEST_INTERVAL)
    return min(interval * 2 ** min(failures, MOST_DOUBLINGS), LONGEST_INTERVAL)


def with_jitter(interval: dt.timedelta) -> dt.timedelta:
    """Return an interval, up to a tenth longer by chance."""
    return interval * (1 + JITTER * secrets.randbelow(1000) / 1000)
