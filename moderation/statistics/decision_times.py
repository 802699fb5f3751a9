"""Statistics of how fast editors decide, counted by the database over a bounded time.

The figures for the public are those of pages; of each other kind of matter editors read a line of its own.

Hours are those that pass for whoever waits, weekends included. What a trusted organization published at once and what
was taken back waited for nobody, and does not count.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from common.cached_value import TimedCache
from moderation.models import Matter, Submission
from orgs.models import Organization
from orgs.pages.registry import page_kinds

PUBLIC_DAYS = 30
# With fewer decisions no median is shown: it would describe single pages, not the portal.
ENOUGH = 5
KEY = "moderation.turnaround"
# Seconds after which the public figure is counted again, and after which a process asks the cache again.
KEPT, NEAR = 600, 60


@dataclass(frozen=True)
class Turnaround:
    """The hours within which half, and nine in ten, of the `decided` submissions were decided."""

    half: int
    nine_in_ten: int
    decided: int

    @property
    def is_enough(self) -> bool:
        """Return whether at least five decisions were counted, so that these hours may be published."""
        return self.decided >= ENOUGH


def decided_since(since: dt.datetime) -> QuerySet[Submission]:
    """Return submissions that waited until editors decided since a time: not by trust, in a batch, or taken as sent.

    Those that seem decided before they were sent are left out: the clock was set back in between. So is what was
    decided as it was sent, because nobody waited for it: what others wrote, and an editor took.
    """
    rows = Submission.objects.decided_by_editors().filter(
        Q(decided_at__gte=since), Q(decided_at__gte=F("submitted_at"))
    )
    kinds = [kind.page_kind.name for kind in page_kinds().models if kind.page_kind.is_written_elsewhere]
    return rows.exclude(kind__in=kinds, submitted_by=None)


def matters_decided_since(since: dt.datetime) -> QuerySet[Matter]:
    """Return the matters (what waits for editors and is no page) on which editors decided since a time."""
    return Matter.objects.decided_by_editors().filter(Q(decided_at__gte=since), Q(decided_at__gte=F("created_at")))


def turnarounds(rows: QuerySet[Any], *by: str, sent: str = "submitted_at") -> dict[Any, Turnaround]:
    """Return the hours in which half and nine in ten rows were decided, by value of a field, or all under ().

    By the nearest rank (the smallest time within which at least the share is decided), counted in one query. `sent` is
    the field of the time from which a row waited.
    """
    apart = [F(name) for name in by] or None
    took = ExpressionWrapper(F("decided_at") - F(sent), DurationField())
    ranked = rows.order_by().annotate(
        took=took,
        rank=Window(RowNumber(), partition_by=apart, order_by=[took.asc(), F("pk").asc()]),
        many=Window(Count("pk"), partition_by=apart),
    )
    # Integer division: the ranks of the median and of nine in ten, rounded up.
    chosen = ranked.filter(Q(rank=(F("many") + 1) / 2) | Q(rank=(F("many") * 9 + 9) / 10))
    found: dict[Any, list[tuple[dt.timedelta, int]]] = {}
    for *key, time_taken, many in chosen.order_by("rank").values_list(*by, "took", "many"):
        found.setdefault(key[0] if by else (), []).append((time_taken, many))
    return {key: Turnaround(hours(some[0][0]), hours(some[-1][0]), some[0][1]) for key, some in found.items()}


def hours(taken: dt.timedelta) -> int:
    """Return a duration in whole hours, rounded up, at least 1."""
    return max(1, math.ceil(taken / dt.timedelta(hours=1)))


def turnaround(organization: Organization | None = None, days: int = PUBLIC_DAYS) -> Turnaround | None:
    """Return the hours to a decision in the last `days`, of all organizations or one; None with under 5 decisions."""
    rows = decided_since(timezone.now() - dt.timedelta(days=days))
    if organization is not None:
        rows = rows.filter(organization=organization)
    found = turnarounds(rows).get(())
    return found if found and found.is_enough else None


def public_turnaround() -> Turnaround | None:
    """Return the portal's cached hours to a decision in the last 30 days; None with under five decisions.

    It is counted every ten minutes; at most a minute later all processes know.
    """
    return kept_turnaround.value()


# Two steps: the shared cache spares the query, the process's own spares the cache at every page's foot.
kept_turnaround: TimedCache[Turnaround | None] = TimedCache(lambda: cache.get_or_set(KEY, turnaround, KEPT), NEAR)
