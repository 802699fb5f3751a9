"""The outbox jobs that read the feeds that are due, and look for the token of an own site."""

from __future__ import annotations

from outbox import job
from outbox.models import Event
from press.outbox_events import PRESS_ROUND, PRESS_SITE_PROOF_ASKED
from press.own_site.proving import LIMITS, prove_by_token
from press.polling.rounds import LONGEST_ROUND, read_due_sources

# Seconds: a round, and what its last sources may take over.
LEASE = LONGEST_ROUND + 30


@job(PRESS_ROUND, name="press.round", lease=LEASE, is_bulk=True)
def read_due(event: Event) -> None:
    """Read the feeds that are due, sixteen at most, within half a minute (outbox job); the rest waits for the next."""
    read_due_sources()


@job(PRESS_SITE_PROOF_ASKED, name="press.prove_site", lease=int(LIMITS.seconds) + 20)
def prove_site(event: Event) -> None:
    """Look for the token on the front page of an own site, and store what was found (outbox job)."""
    prove_by_token(event.payload["source"])
