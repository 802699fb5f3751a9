"""The measures of search: which engine answers, and how far its index is behind."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from common.measures.registry import Measure, MeasureReading, source
from search.models import PendingReindex

ENGINE = Measure("neary_search_engine", "1 for the engine that answers searches now", "engine")
PENDING = Measure("neary_search_pending", "Changed pages that Elasticsearch's index does not have yet")


@source("search", ENGINE, PENDING, queries=1)
def read_search() -> Iterator[MeasureReading]:
    """Yield which search engine answers now, and with Elasticsearch the number of pages that wait for its index."""
    is_elastic = bool(settings.ELASTICSEARCH_URL)
    if is_elastic:
        # Its libraries take time to load, which a portal without it saves.
        from search.engines.elastic.client import is_up

        is_up_now = is_up()
        yield MeasureReading(ENGINE, is_up_now, "elasticsearch")
        yield MeasureReading(PENDING, PendingReindex.objects.count())
    yield MeasureReading(ENGINE, not (is_elastic and is_up_now), "database")
