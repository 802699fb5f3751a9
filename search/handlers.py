"""What Elasticsearch is told later, by the outbox."""

from __future__ import annotations

from outbox import job
from outbox.execution.retries import Retries
from outbox.models import Event
from search import reconciler, reindex_queue
from search.outbox_events import SEARCH_FLUSH, SEARCH_SYNC

# A server that is away is asked until it is back, however long that takes, and soon after.
UNTIL_BACK = Retries(attempts=1_000_000, first=1, longest=10)


@job(SEARCH_FLUSH, name="search.flush", lease=120, retries=UNTIL_BACK)
def flush_queue(event: Event) -> None:
    reindex_queue.flush()


@job(SEARCH_SYNC, name="search.sync", lease=900, retries=UNTIL_BACK)
def sync_index(event: Event) -> None:
    """A new index of a million rows takes minutes; a lease holds that."""
    reconciler.sync_elasticsearch()
