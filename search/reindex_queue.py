"""The queue of pages whose documents in Elasticsearch are behind their rows.

A page is queued in the transaction that changes a row, and written outside of it, many at once. The queue is the truth:
the event of the outbox only wakes whoever empties it.
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
FLUSHED_AT_ONCE = 200
# Seconds; a lease of two minutes holds one go more.
FLUSH_SECONDS = 60


def enqueue(keys: Iterable[uuid.UUID]) -> None:
    """Queue pages whose rows have changed, in the current transaction; do nothing without Elasticsearch."""
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
    """Write the queued pages until none is left, or so many that others should have their turn.

    Raises what Elasticsearch does when it is away; then all that is not written is still queued.
    """
    from search.engines.elastic.document_writer import write_everywhere

    until = time.monotonic() + FLUSH_SECONDS
    while queued := dict(PendingReindex.objects.order_by("pk").values_list("pk", "translation_key")[:FLUSHED_AT_ONCE]):
        if not write_everywhere(set(queued.values())):
            # The index that will be made is made of the rows as they are then.
            schedule(SEARCH_SYNC)
        # By number: what was queued while this was written is still to be written.
        PendingReindex.objects.filter(pk__in=queued).delete()
        if time.monotonic() > until:
            schedule(SEARCH_FLUSH)
            return


def merge_deleted() -> None:
    """Write what is queued, and let no index hold what was deleted, nor the one before; nothing without Elasticsearch.

    Raises what Elasticsearch does when it is away.
    """
    if not settings.ELASTICSEARCH_URL:
        return
    from search.engines.elastic import indexes

    flush()
    if before := indexes.previous():
        indexes.drop(before)
    if index := indexes.searched():
        indexes.merge_deleted(index)
