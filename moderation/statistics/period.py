"""Statistics of moderation over a period: what was sent, decided and waiting, turnaround, and reasons.

The database counts, by day, week or month in Phnom Penh; the number of queries does not grow with what is counted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek
from django.utils import timezone

from khmer.dates import PHNOM_PENH
from moderation.matters.registry import matter_kinds
from moderation.models import Matter, Reason, Submission
from moderation.statistics.decision_times import Turnaround, decided_since, matters_decided_since, turnarounds
from orgs.pages.registry import page_kinds

States = Submission.State
# The outcomes of matters, by the states of submissions that say the same.
OF_MATTERS = {
    Matter.State.REJECTED.value: States.REFUSED.value,
    Matter.State.CLOSED.value: States.TAKEN_BACK.value,
}


@dataclass(frozen=True)
class Period:
    """A number of days back from today, divided into days, weeks or months."""

    days: int
    truncate: Callable[..., Any]
    begin: Callable[[dt.date], dt.date]
    next: Callable[[dt.date], dt.date]

    def starts(self, today: dt.date) -> Iterator[dt.date]:
        """Yield the first date of each day, week or month of this period, which ends today."""
        day = self.begin(today - dt.timedelta(days=self.days - 1))
        while day <= today:
            yield day
            day = self.next(day)

    def part_of(self, moment: str) -> Any:
        """Return the database expression that cuts a datetime field to its day, week or month in Phnom Penh."""
        return self.truncate(moment, tzinfo=PHNOM_PENH)


PERIODS = {
    30: Period(30, TruncDay, lambda day: day, lambda day: day + dt.timedelta(days=1)),
    # Weeks begin on Monday, as TruncWeek cuts them.
    90: Period(
        90, TruncWeek, lambda day: day - dt.timedelta(days=day.weekday()), lambda day: day + dt.timedelta(days=7)
    ),
    # 31 days after a first of a month always lie in the next month.
    365: Period(
        365, TruncMonth, lambda day: day.replace(day=1), lambda day: (day + dt.timedelta(days=31)).replace(day=1)
    ),
}


@dataclass
class PeriodPart:
    """A day, week or month: the submissions sent and ended in it, and those waiting at its end."""

    start: dt.date
    sent: int = 0
    ended: int = 0
    waiting: int = 0
    turnaround: Turnaround | None = None


@dataclass
class PeriodStatistics:
    """The statistics of moderation over a period, as their page shows them."""

    parts: list[PeriodPart]
    outcomes: list[tuple[str, int]]
    reasons: list[tuple[Reason | None, int]]
    kinds: list[tuple[str, Turnaround]]
    all: Turnaround | None
    waiting: int
    late: int
    days: int


def period_statistics(days: int) -> PeriodStatistics:
    """Return the statistics of the desk in the last 30, 90 or 365 days. Raises KeyError for another number."""
    span, now = PERIODS[days], timezone.now()
    starts = list(span.starts(now.astimezone(PHNOM_PENH).date()))
    since = dt.datetime.combine(starts[0], dt.time(), PHNOM_PENH)
    decided = decided_since(since)
    matters = matters_decided_since(since)
    labels = page_kinds().labels | {name: kind.label for name, kind in matter_kinds().items()}
    kinds = turnarounds(decided, "kind") | turnarounds(matters, "kind", sent="created_at")
    return PeriodStatistics(
        parts=parts(span, starts, since),
        outcomes=outcomes(since),
        reasons=reasons(decided, matters),
        kinds=[(str(labels[kind]), kinds[kind]) for kind in labels if kind in kinds],
        all=turnarounds(decided).get(()),
        days=days,
        **waiting_now(now),
    )


def parts(span: Period, starts: list[dt.date], since: dt.datetime) -> list[PeriodPart]:
    """Return the numbers sent, ended and waiting, and hours to decide, for each day, week or month of a period.

    What waits at the end of a part is what waited before it, plus what was sent, minus what ended. The hours are those
    of pages.
    """
    flows = [
        flow(Submission.objects.filter(is_by_trust=False, is_in_batch=False), "submitted_at", span, since),
        flow(Matter.objects.all(), "created_at", span, since),
    ]
    sent, ended = sum((one.sent for one in flows), Counter()), sum((one.ended for one in flows), Counter())
    how_soon = turnarounds(decided_since(since).annotate(part=span.part_of("decided_at")), "part")
    waited, told = sum(one.waited for one in flows), []
    for start in starts:
        # A Counter gives 0 for a part without rows.
        waited += sent[start] - ended[start]
        told.append(PeriodPart(start, sent[start], ended[start], waited))
    times = {moment.date(): times for moment, times in how_soon.items()}
    for part in told:
        part.turnaround = times.get(part.start)
    return told


@dataclass(frozen=True)
class Flow:
    """Numbers sent and ended, by the first day of each part of a period; and the number waiting before it began."""

    sent: Counter[dt.date]
    ended: Counter[dt.date]
    waited: int


def flow(rows: QuerySet[Any], sent: str, span: Period, since: dt.datetime) -> Flow:
    """Return the submissions or matters sent and ended since a time by part of a period, and those waiting before."""
    # By indexed columns: whatever was sent since then still waits, or was decided since then.
    open_or_new = rows.filter(Q(state=States.WAITING) | Q(decided_at__gte=since))
    return Flow(
        sent=counted(open_or_new.filter(**{f"{sent}__gte": since}), span.part_of(sent)),
        ended=counted(rows.filter(decided_at__gte=since), span.part_of("decided_at")),
        # What waited at the beginning: sent before it, and still open or decided since.
        waited=open_or_new.filter(**{f"{sent}__lt": since}).count(),
    )


def counted(rows: QuerySet[Any], part: Any) -> Counter[dt.date]:
    """Return a Counter of rows by the first date of their day, week or month, by the expression `part`."""
    found = rows.order_by().annotate(part=part).values_list("part").annotate(many=Count("pk"))
    return Counter({moment.date(): many for moment, many in found})


def outcomes(since: dt.datetime) -> list[tuple[str, int]]:
    """Return pairs of outcome (approved, returned, trusted ...) and number since a time, of pages and matters together.

    Those published by trust are "trusted", those that a service of their own has decided are "decided".
    """
    rows = Submission.objects.filter(decided_at__gte=since, is_in_batch=False).order_by()
    found = {
        (state, trust): many for state, trust, many in rows.values_list("state", "is_by_trust").annotate(Count("pk"))
    }
    ended = Matter.objects.filter(decided_at__gte=since).order_by()
    others = {OF_MATTERS.get(state, state): many for state, many in ended.values_list("state").annotate(Count("pk"))}
    by_editors = [
        (state, found.get((state, False), 0) + others.get(state, 0))
        for state in States.values
        if state != States.WAITING
    ]
    by_trust = ("trusted", found.get((States.APPROVED.value, True), 0))
    return [*by_editors, by_trust, (Matter.State.DECIDED.value, others.get(Matter.State.DECIDED.value, 0))]


def reasons(decided: QuerySet[Submission], matters: QuerySet[Matter]) -> list[tuple[Reason | None, int]]:
    """Return pairs of reason for a return or rejection and its count, most frequent first; None: no listed one."""
    counts: Counter[int | None] = Counter()
    for rows, states in (
        (decided, [States.RETURNED, States.REFUSED]),
        (matters, [Matter.State.RETURNED, Matter.State.REJECTED]),
    ):
        given = rows.filter(state__in=states).order_by()
        counts.update(dict(given.values_list("reasons").annotate(many=Count("pk"))))
    known = Reason.objects.in_bulk([key for key in counts if key is not None])
    return sorted(((known.get(key or 0), many) for key, many in counts.items()), key=lambda one: -one[1])


def waiting_now(now: dt.datetime) -> dict[str, int]:
    """Return the number of submissions and matters that wait (`waiting`), and of those past due time (`late`)."""
    counts = {"waiting": Count("pk"), "late": Count("pk", filter=Q(due_at__lt=now))}
    both = (Submission.objects.waiting().aggregate(**counts), Matter.objects.waiting().aggregate(**counts))
    return {name: sum(found[name] for found in both) for name in counts}
