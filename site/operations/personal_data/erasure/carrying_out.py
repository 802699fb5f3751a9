"""Carry out at once what follows an erasure; what fails is tried again by the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from outbox.execution.attempts import run
from outbox.models import Event


def carry_out(events: Iterable[int]) -> list[Event]:
    """Run these outbox events now, in order; return those that are not done."""
    # In the order of recording: the files first, and the compaction last.
    for event in Event.objects.pending().filter(pk__in=list(events)).order_by("pk"):
        run(event.pk, event.kind)
    return list(Event.objects.filter(pk__in=list(events)).exclude(state=Event.State.DONE))
