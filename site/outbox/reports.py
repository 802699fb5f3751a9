"""How the outbox stands: for people, health checks and figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from outbox.models import Event

CAUSES = 20
PENDING = Q(state=Event.State.PENDING)


@dataclass(frozen=True)
class Kind:
    """The unfinished events of one kind; oldest_age in seconds, 0 when none is pending."""

    kind: str
    pending: int
    retrying: int
    oldest_age: float
    dead: int


@dataclass(frozen=True)
class Cause:
    """Why an event was given up."""

    id: int
    kind: str
    aggregate: str
    error: str


@dataclass(frozen=True)
class Status:
    """All that is unfinished, by kind, and the latest of the dead with their causes."""

    kinds: list[Kind]
    causes: list[Cause]

    @property
    def pending(self) -> int:
        return sum(kind.pending for kind in self.kinds)

    @property
    def dead(self) -> int:
        return sum(kind.dead for kind in self.kinds)

    @property
    def oldest_age(self) -> float:
        return max((kind.oldest_age for kind in self.kinds), default=0)

    def as_dict(self) -> dict[str, Any]:
        return {"pending": self.pending, "dead": self.dead, "oldest_age": self.oldest_age, **asdict(self)}


def status() -> Status:
    """Count what is pending or dead; done events are not looked at."""
    now = timezone.now()
    rows = (
        Event.objects.exclude(state=Event.State.DONE)
        .values("kind")
        .annotate(
            pending=Count("id", filter=PENDING),
            retrying=Count("id", filter=PENDING & Q(attempts__gt=0)),
            oldest=Min("created_at", filter=PENDING),
            dead=Count("id", filter=Q(state=Event.State.DEAD)),
        )
        .order_by("kind")
    )
    kinds = [
        Kind(
            kind=row["kind"],
            pending=row["pending"],
            retrying=row["retrying"],
            oldest_age=(now - row["oldest"]).total_seconds() if row["oldest"] else 0,
            dead=row["dead"],
        )
        for row in rows
    ]
    causes = [
        Cause(event.pk, event.kind, event.aggregate, event.error)
        for event in Event.objects.dead().order_by("-id")[:CAUSES]
    ]
    return Status(kinds, causes)
