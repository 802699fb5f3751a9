"""Celery tasks of search that run on a schedule."""

from __future__ import annotations

import logging
from dataclasses import asdict

from celery import shared_task
from django.conf import settings

from search import reconciler, reindex_queue
from search.engines.database.filters import NO_FILTERS
from search.engines.database_engines import database_engine
from search.models import PendingReindex
from search.outbox_events import SEARCH_FLUSH, SEARCH_SYNC
from search.query import spelling

logger = logging.getLogger(__name__)


@shared_task(name="search.watch", ignore_result=True)
def watch() -> None:
    """Record jobs that flush Elasticsearch's queue or repair its index, where they are needed (Celery task)."""
    if not settings.ELASTICSEARCH_URL:
        return
    from search.engines.elastic.client import FAILURES

    if PendingReindex.objects.exists():
        reindex_queue.schedule(SEARCH_FLUSH)
    try:
        is_in_sync = reconciler.is_in_sync()
    except FAILURES as error:
        # No error: the job is retried until the server is back, and readers get the database's results meanwhile.
        logger.info("Elasticsearch does not answer: %r", error)
        return
    if not is_in_sync:
        reindex_queue.schedule(SEARCH_SYNC)


@shared_task(name="search.reconcile", ignore_result=True)
def reconcile() -> None:
    """Delete unused known words, repair catalog rows and search index, and log differences (nightly task)."""
    engine = database_engine()
    spelling.delete_unused_words(lambda parts: engine.frequencies(parts, NO_FILTERS))
    found = reconciler.check(repair=True)
    if found:
        logger.warning("Search rows or index differed from the pages and were repaired: %s", asdict(found))
