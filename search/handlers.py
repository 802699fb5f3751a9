"""Outbox jobs that keep the Elasticsearch index up to date."""

from __future__ import annotations

from outbox import job
from outbox.execution.retries import Retries
from outbox.models import Event
from search import reconciler, reindex_queue
from search.outbox_events import SEARCH_FLUSH, SEARCH_SYNC

# A server that does not answer is tried until it is back, however long that takes.
UNTIL_BACK = Retries(attempts=1_000_000, first=1, longest=10)


# The lease (seconds) is reindex_queue.FLUSH_SECONDS, and time for one more batch of a slow server.
@job(SEARCH_FLUSH, name="search.flush", lease=120, retries=UNTIL_BACK)
def flush_queue(event: Event) -> None:
    """Write the queued pages to Elasticsearch; retried until the server answers (outbox job)."""
    reindex_queue.flush()


@job(SEARCH_SYNC, name="search.sync", lease=900, retries=UNTIL_BACK)
def sync_index(event: Event) -> None:
    """Create or repair the Elasticsearch index from the catalog rows (outbox job).

    Its lease is long enough for a million rows.
    """
    reconciler.sync_elasticsearch()
