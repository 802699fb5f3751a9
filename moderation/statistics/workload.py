"""The minutes a day that the desk needs: the time of one decision, times what arrives in a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil
from statistics import median

from django.core.cache import cache
from django.utils import timezone

from common.cached_value import TimedCache
from moderation.models import Matter, Submission
from moderation.statistics.decision_times import KEPT, NEAR

DAYS = 28
KEY = "moderation.workload"
# An editor who decides again within this time has worked on it; a longer time was a break.
LONGEST_PAUSE = dt.timedelta(minutes=30)
# Decisions at one moment, such as of two languages or of many at once, share the time before them.
ONE_MOMENT = dt.timedelta(seconds=1)
# With fewer times no median is told.
ENOUGH = 20
# The newest decisions are enough for a median.
MOST_DECISIONS = 5000


@dataclass(frozen=True)
class Workload:
    """The figures of the last 28 days: median seconds of one decision (None: too little to tell), and arrivals."""

    seconds: float | None
    arrivals: int

    @property
    def minutes(self) -> int | None:
        """Return the minutes a day that decisions need, rounded up; None where there is too little to tell."""
        return None if self.seconds is None else ceil(self.seconds * self.arrivals / DAYS / 60)


def workload() -> Workload:
    """Return the present Workload of the desk, of all editors together, in three queries."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    spent = list(seconds_a_decision(decisions_since(since)))
    sent = Submission.objects.filter(is_by_trust=False, is_in_batch=False, submitted_at__gte=since).count()
    opened = Matter.objects.filter(created_at__gte=since).count()
    return Workload(median(spent) if len(spent) >= ENOUGH else None, sent + opened)


def decisions_since(since: dt.datetime) -> list[tuple[int, dt.datetime]]:
    """Return (id of the editor, time) of each decision since a time, by editor and time; of very many the newest."""
    pages, matters = (
        rows.decided_by_editors()
        .filter(decided_at__gte=since)
        .exclude(decided_by=None)
        .order_by()
        .values_list("decided_by", "decided_at")
        for rows in (Submission.objects, Matter.objects)
    )
    return sorted(pages.union(matters, all=True).order_by("-decided_at")[:MOST_DECISIONS])


def seconds_a_decision(decisions: Iterable[tuple[int, dt.datetime]]) -> Iterator[float]:
    """Yield the seconds that decisions took, by (editor, time) in that order: those since her decision before.

    Nothing where that is more than 30 minutes ago. Decisions at one moment share the time before them.
    """
    for _editor, own in groupby(decisions, key=lambda one: one[0]):
        moments: list[list[dt.datetime]] = []
        for _same, decided_at in own:
            if moments and decided_at - moments[-1][-1] < ONE_MOMENT:
                moments[-1].append(decided_at)
            else:
                moments.append([decided_at])
        for before, moment in pairwise(moments):
            took = moment[0] - before[-1]
            if took <= LONGEST_PAUSE:
                yield from [took.total_seconds() / len(moment)] * len(moment)


def cached_workload() -> Workload:
    """Return the cached Workload of the desk, counted again after ten minutes; processes know a minute later."""
    return kept_workload.value()


def _shared() -> Workload:
    """Return the Workload from the cache of all processes, counted where it has none."""
    found: Workload | None = cache.get(KEY)
    if found is None:
        cache.set(KEY, found := workload(), KEPT)
    return found


# As the hours to a decision: the shared cache spares the queries, the process's own spares the cache.
kept_workload: TimedCache[Workload] = TimedCache(_shared, NEAR)
