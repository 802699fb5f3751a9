"""What Elasticsearch is told later, by the outbox."""

from __future__ import annotations

from outbox import performs
from outbox.models import Event
from outbox.retries import Retries
from search import reconciler, reindex_queue

# A server that is away is asked until it is back, however long that takes, and soon after.
UNTIL_BACK = Retries(attempts=1_000_000, first=1, longest=10)


@performs("search.write", lease=120, retries=UNTIL_BACK)
def index_follows_rows(event: Event) -> None:
    reindex_queue.flush()


@performs("search.level", lease=900, retries=UNTIL_BACK)
def index_is_level(event: Event) -> None:
    """A new index of a million rows takes minutes; a lease holds that."""
    reconciler.level_elasticsearch()
