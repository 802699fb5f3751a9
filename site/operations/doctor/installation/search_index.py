"""The search finds what is public, and only that."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from catalog.models import CatalogEntry, CountingRow
from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers import elastic
from operations.doctor.servers.database import TABLES
from search.engines.database_engines import database_engine
from search.models import PendingReindex
from search.reconciler import is_in_sync

MOST_PENDING = 1000
REPAIR = "Run manage.py search_index repair."


# It looks for the first row without a text, through all of them.
@check(after=TABLES, seconds=20)
def rows() -> Iterator[SetupFinding]:
    """Tell when the database's search index lacks pages, has deleted ones, or differs from them in number."""
    entries, counted = CatalogEntry.objects.count(), CountingRow.objects.count()
    engine = database_engine()
    # The numbers first, which are cheap; (0, 1) asks for at most one row.
    if entries != counted or engine.missing(0, 1) or engine.surplus(0, 1):
        yield fault("The search misses public pages, or finds deleted ones.", REPAIR)


@check(after=(*TABLES, *elastic.ANSWERS, "workers.outbox", "search_index.rows"), seconds=20)
def elasticsearch() -> Iterator[SetupFinding]:
    """Tell when Elasticsearch is set up and its index is missing, incomplete, or made by another version."""
    if settings.ELASTICSEARCH_URL and not in_sync():
        yield fault(
            "Elasticsearch's index is missing, incomplete or of another version.",
            "Run manage.py search_index rebuild --only-elasticsearch.",
        )


@check(after=(*TABLES, *elastic.ANSWERS, "workers.outbox"))
def pending() -> Iterator[SetupFinding]:
    """Tell when many changed pages are not yet in Elasticsearch's index."""
    count = PendingReindex.objects.count() if settings.ELASTICSEARCH_URL else 0
    if count > MOST_PENDING:
        yield warning(f"Elasticsearch does not have {count} changed pages yet.", "Check that the worker runs.")


def in_sync() -> bool:
    """Return whether Elasticsearch's index is complete and of this version; tests replace this function."""
    return is_in_sync()
