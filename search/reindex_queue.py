"""The queue of pages whose documents in Elasticsearch are older than their rows.

A page is queued in the transaction that changes a row, and written later with many others. The queue holds the truth:
the outbox event only starts the job that empties it.
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
# Documents that are written at once, each with its texts.
FLUSHED_AT_ONCE = 200
# Seconds; the job's lease of two minutes leaves time for one more batch.
FLUSH_SECONDS = 60


def enqueue(keys: Iterable[uuid.UUID]) -> None:
    """Queue pages, by translation key, to be indexed in Elasticsearch again; do nothing where it is not set up."""
    if settings.ELASTICSEARCH_URL and (changed := set(keys)):
        # bulk_create sends no signals, and is one query however many pages changed.
        PendingReindex.objects.bulk_create(PendingReindex(translation_key=key) for key in changed)
        schedule(SEARCH_FLUSH)


def schedule(kind: EventKind[IndexPayload]) -> None:
    """Record, once the transaction commits, the outbox event whose job flushes the queue or repairs the index.

    `kind` is SEARCH_FLUSH or SEARCH_SYNC.
    """
    # Not inside the transaction: another one that records the same event would have to wait until this one ends.
    # robust: an error here must not break the request. The queue is saved, and search.watch schedules it again.
    transaction.on_commit(partial(_record, kind), robust=True)


def _record(kind: EventKind[IndexPayload]) -> None:
    with transaction.atomic():
        outbox.record(kind, AGGREGATE, IndexPayload(), key=kind.name)


def flush() -> None:
    """Write the queued pages to Elasticsearch until none is left; after a minute leave the rest to another job.

    Raises what Elasticsearch raises when it does not answer; pages that were not written are then still queued.
    """
    from search.engines.elastic.document_writer import write_everywhere

    until = time.monotonic() + FLUSH_SECONDS
    while queued := dict(PendingReindex.objects.order_by("pk").values_list("pk", "translation_key")[:FLUSHED_AT_ONCE]):
        if not write_everywhere(set(queued.values())):
            # There is no index. The one that SEARCH_SYNC creates is made of the rows as they are then.
            schedule(SEARCH_SYNC)
        # By id: pages that were queued in the meantime stay in the queue.
        PendingReindex.objects.filter(pk__in=queued).delete()
        if time.monotonic() > until:
            schedule(SEARCH_FLUSH)
            return


def merge_deleted() -> None:
    """Remove deleted content from Elasticsearch for good: flush the queue, drop the previous index, merge.

    It does nothing without Elasticsearch. Raises what Elasticsearch does when it is away.
    """
    if not settings.ELASTICSEARCH_URL:
        return
    from search.engines.elastic import indexes

    flush()
    # Nobody writes the previous index, so what was deleted meanwhile is still in it.
    if before := indexes.previous():
        indexes.drop(before)
    if index := indexes.searched():
        indexes.merge_deleted(index)
