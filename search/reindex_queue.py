"""What Elasticsearch has yet to be told: noted with each change of a row, and paid outside, many at once.

The notes are the truth. The event of the outbox only wakes whoever pays them.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction

import outbox
from outbox import EventKind
from search.models import PendingReindex
from search.outbox_events import SEARCH_FLUSH, SEARCH_SYNC, IndexPayload

AGGREGATE = "search"
# Documents that are written in one go, each with its texts.
PAID_AT_ONCE = 200
# Seconds; a lease of two minutes holds one go more.
PAID_WITHIN = 60


def enqueue(keys: Iterable[uuid.UUID]) -> None:
    """Note, in the current transaction, that the rows of pages have changed; nothing without Elasticsearch."""
    if settings.ELASTICSEARCH_URL and (changed := set(keys)):
        PendingReindex.objects.bulk_create(PendingReindex(translation_key=key) for key in changed)
        schedule(SEARCH_FLUSH)


def schedule(kind: EventKind[IndexPayload]) -> None:
    """Let SEARCH_FLUSH or SEARCH_SYNC be carried out soon after the current transaction."""
    # Not within: whoever records the same event waits for who has recorded it, until that transaction has ended.
    transaction.on_commit(partial(_record, kind), robust=True)


def _record(kind: EventKind[IndexPayload]) -> None:
    with transaction.atomic():
        outbox.record(kind, AGGREGATE, IndexPayload(), key=kind.name)


def flush() -> None:
    """Write what is owed until nothing is, or so much that others should have their turn.

    Raises what Elasticsearch does when it is away; then all that is not paid is still owed.
    """
    from search.engines.elastic.writing import write_everywhere

    until = time.monotonic() + PAID_WITHIN
    while owed := dict(PendingReindex.objects.order_by("pk").values_list("pk", "translation_key")[:PAID_AT_ONCE]):
        if not write_everywhere(set(owed.values())):
            # The index that will be made is made of the rows as they are then.
            schedule(SEARCH_SYNC)
        # By number: what was noted while this was written is still owed.
        PendingReindex.objects.filter(pk__in=owed).delete()
        if time.monotonic() > until:
            schedule(SEARCH_FLUSH)
            return
