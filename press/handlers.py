"""The outbox job that reads the feeds that are due."""

from __future__ import annotations

from outbox import job
from outbox.models import Event
from press.outbox_events import PRESS_ROUND
from press.polling.rounds import LONGEST_ROUND, read_due_sources

# Seconds: a round, and what its last sources may take over.
LEASE = LONGEST_ROUND + 30


@job(PRESS_ROUND, name="press.round", lease=LEASE, is_bulk=True)
def read_due(event: Event) -> None:
    """Read the feeds that are due, sixteen at most, within half a minute (outbox job); the rest waits for the next."""
    read_due_sources()
