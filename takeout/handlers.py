"""The job that makes the archive a manager asked for."""

from __future__ import annotations

from outbox import job
from outbox.execution.retries import Retries
from outbox.models import Event
from takeout.outbox_events import TAKEOUT_ASKED
from takeout.requests import SECONDS, make_takeout

# What fails three times needs a person: doctor tells it.
FEW = Retries(attempts=3, first=60, longest=600)


# The lease is longer than the job's own time, so that no second worker begins while the first one still works.
@job(TAKEOUT_ASKED, name="takeout.make", lease=SECONDS + 300, retries=FEW, is_bulk=True)
def make(event: Event) -> None:
    """Make an organization's archive within 20 minutes, and mail the manager who asked (outbox job)."""
    make_takeout(event.payload["request"])
