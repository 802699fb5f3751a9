"""The status of the outbox, for people, health checks and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from common.measures.registry import OTHER, Measure, MeasureReading, source
from outbox.models import Event
from outbox.registry import registry

MAX_CAUSES = 20
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PENDING = Q(state=Event.State.PENDING)


@dataclass(frozen=True)
class KindStatus:
    """The unfinished events of one kind; retrying: pending after a failure; oldest_age in seconds, 0 for none."""

    kind: str
    pending: int
    retrying: int
    oldest_age: float
    dead: int


@dataclass(frozen=True)
class DeadEvent:
    """A dead event with its last error."""

    id: int
    kind: str
    aggregate: str
    error: str


@dataclass(frozen=True)
class OutboxStatus:
    """The numbers of unfinished events by kind, and the latest dead events with their errors.

    rate: events done a second, over the last minute; given_up: how many died in the last hour.
    """

    kinds: list[KindStatus]
    causes: list[DeadEvent]
    rate: float
    given_up: int

    @property
    def pending(self) -> int:
        """Return the number of pending outbox events of all kinds."""
        return sum(kind.pending for kind in self.kinds)

    @property
    def retrying(self) -> int:
        """Return the number of outbox events that are pending after a failure."""
        return sum(kind.retrying for kind in self.kinds)

    @property
    def dead(self) -> int:
        """Return the number of outbox events that were given up."""
        return sum(kind.dead for kind in self.kinds)

    @property
    def oldest_age(self) -> float:
        """Return the age of the oldest pending outbox event in seconds, 0 when there is none."""
        return max((kind.oldest_age for kind in self.kinds), default=0)

    def as_dict(self) -> dict[str, Any]:
        """Return the status of the outbox with its sums as a dictionary, for JSON."""
        sums = ("pending", "retrying", "dead", "oldest_age")
        return {name: getattr(self, name) for name in sums} | asdict(self)


def read_status() -> OutboxStatus:
    """Return the present status of the outbox: pending and dead events by kind, causes, rate.

    Of events that are done only those of the last minute are counted.
    """
    now = timezone.now()
    given_up = Event.objects.dead().filter(settled_at__gte=now - HOUR).count()
    return OutboxStatus(kinds(now), causes(), rate(now), given_up)


def oldest_untried_age() -> float:
    """Return the age in seconds of the oldest pending event without any attempt; 0 when there is none."""
    oldest = Event.objects.pending().filter(attempts=0).order_by("id").values_list("created_at", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0


def rate(now: datetime) -> float:
    """Return the number of outbox events done a second, over the last minute."""
    done = Event.objects.filter(state=Event.State.DONE, settled_at__gte=now - MINUTE).count()
    return round(done / MINUTE.total_seconds(), 2)


def causes() -> list[DeadEvent]:
    """Return the latest MAX_CAUSES outbox events that were given up, with their errors."""
    latest = Event.objects.dead().order_by("-id")[:MAX_CAUSES]
    return [DeadEvent(event.pk, event.kind, event.aggregate, event.error) for event in latest]


def kinds(now: datetime) -> list[KindStatus]:
    """Return, for each kind of unfinished outbox events, the numbers pending, retrying and dead, and oldest age."""
    rows = (
        Event.objects.exclude(state=Event.State.DONE)
        # values() before annotate(): one row for each kind.
        .values("kind")
        .annotate(
            pending=Count("id", filter=PENDING),
            retrying=Count("id", filter=PENDING & Q(attempts__gt=0)),
            oldest=Min("created_at", filter=PENDING),
            dead=Count("id", filter=Q(state=Event.State.DEAD)),
        )
        .order_by("kind")
    )
    return [
        KindStatus(
            kind=row["kind"],
            pending=row["pending"],
            retrying=row["retrying"],
            oldest_age=(now - row["oldest"]).total_seconds() if row["oldest"] else 0,
            dead=row["dead"],
        )
        for row in rows
    ]


WAITING = Measure("neary_outbox_pending", "Outbox events that wait, by kind", "kind")
RETRYING = Measure("neary_outbox_retrying", "Outbox events that wait after a failure, by kind", "kind")
OLDEST = Measure("neary_outbox_oldest_seconds", "Age of the oldest outbox event that waits, by kind", "kind")
UNTRIED = Measure("neary_outbox_untried_seconds", "Age of the oldest outbox event that no worker has tried")
DEAD = Measure("neary_outbox_dead", "Outbox events that were given up, by kind", "kind")
DONE = Measure("neary_outbox_done", "Outbox events carried out in the last ten minutes, by kind", "kind")
DONE_WITHIN = timedelta(minutes=10)


@source("outbox", WAITING, RETRYING, OLDEST, UNTRIED, DEAD, DONE, queries=3)
def read_outbox() -> Iterator[MeasureReading]:
    """Yield the numbers of outbox events that wait, were given up and were done lately, and the ages of the oldest.

    Each query is answered from one of the partial indexes: not from all events that were ever done.
    """
    now = timezone.now()
    rows = list(
        Event.objects.pending()
        .order_by()
        .values("kind")
        .annotate(
            number=Count("id"),
            retrying=Count("id", filter=Q(attempts__gt=0)),
            oldest=Min("created_at"),
            untried=Min("created_at", filter=Q(attempts=0)),
        )
    )
    for row in rows:
        kind = label_of(row["kind"])
        yield MeasureReading(WAITING, row["number"], kind)
        yield MeasureReading(RETRYING, row["retrying"], kind)
        yield MeasureReading(OLDEST, (now - row["oldest"]).total_seconds(), kind)
    first = min((row["untried"] for row in rows if row["untried"]), default=now)
    yield MeasureReading(UNTRIED, (now - first).total_seconds())
    done = Event.objects.filter(state=Event.State.DONE, settled_at__gte=now - DONE_WITHIN)
    for measure, events in ((DEAD, Event.objects.dead()), (DONE, done)):
        for kind, number in events.order_by().values_list("kind").annotate(Count("id")):
            yield MeasureReading(measure, number, label_of(kind))


def label_of(kind: str) -> str:
    """Return a declared kind of event itself, and "other" for one that this release does not know."""
    return kind if kind in registry.kinds else OTHER
