"""The job that publishes or removes a batch, a slice at a time."""

from __future__ import annotations

from moving.deciding.slices import SECONDS, work_on
from moving.outbox_events import MOVE_IN_WORK
from outbox import job
from outbox.execution.retries import Retries
from outbox.models import Event

# What fails five times needs a person: administrators see dead events.
FEW = Retries(attempts=5, first=30, longest=600)


@job(MOVE_IN_WORK, name="moving.work", lease=SECONDS + 120, retries=FEW, is_bulk=True)
def work(event: Event) -> None:
    """Publish or remove the next pages of a batch for half a minute, and ask for the next slice (outbox job)."""
    work_on(event.payload["batch"])
