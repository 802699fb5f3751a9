"""The reconciler: compare the index with the catalog's rows and repair what a fault has left.

The index is the database's and, where it is set up, Elasticsearch's; both are made of the rows alone and compared in
batches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.db import transaction

from catalog.models import CatalogEntry
from catalog.reconciler import batches_of, check_rows, rewrite_rows
from search.engines.database_engines import database_engine
from search.models import PendingReindex


@dataclass
class Differences:
    """The numbers of differences: rows to write and remove, and the same in the index and in Elasticsearch.

    Elasticsearch's are counted in pages, whatever their languages.
    """

    rows_to_write: int = 0
    rows_to_remove: int = 0
    index_to_write: int = 0
    index_to_remove: int = 0
    elasticsearch_to_write: int = 0
    elasticsearch_to_remove: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def check(*, repair: bool = False) -> Differences:
    """Count the differences between pages, catalog rows and search indexes, and repair them if `repair` is True.

    Each batch is a transaction of its own. Raises search.engines.elastic.client.FAILURES when Elasticsearch is set up
    and does not answer; all else is done by then.
    """
    found = Differences(**asdict(check_rows(repair=repair)))
    compare_index(found, repair)
    if settings.ELASTICSEARCH_URL:
        compare_elasticsearch(found, repair)
    return found


def compare_index(found: Differences, repair: bool) -> None:
    """Add to `found` the differences between rows and the database's index, and repair them with `repair`."""
    engine = database_engine()
    for ids in batches_of(engine.missing):
        found.index_to_write += len(ids)
        if repair:
            with transaction.atomic():
                # Read again in the transaction: the row may have changed since it was found missing.
                engine.write(CatalogEntry.objects.filter(pk__in=ids))
    for ids in batches_of(engine.surplus):
        found.index_to_remove += len(ids)
        if repair:
            with transaction.atomic():
                engine.remove(ids)


def compare_elasticsearch(found: Differences, repair: bool) -> None:
    """Add to `found` the differences of rows and Elasticsearch's index; `repair` corrects or rebuilds it.

    An index that is missing or of an older mapping is rebuilt.
    """
    from search.engines.elastic import indexes
    from search.engines.elastic.reindex import rebuild
    from search.engines.elastic.sync import synchronize

    index = indexes.searched()
    if index and indexes.is_current(index):
        difference = synchronize(index, repair=repair)
        found.elasticsearch_to_write = len(difference.to_write)
        found.elasticsearch_to_remove = len(difference.to_remove)
    else:
        found.elasticsearch_to_write = count_pages()
        if repair:
            rebuild()


def is_in_sync() -> bool:
    """Return whether Elasticsearch's index is current and, if no page is queued, has the right number of pages.

    While pages are queued the numbers are not compared. Raises search.engines.elastic.client.FAILURES when
    Elasticsearch does not answer.
    """
    from search.engines.elastic import indexes

    index = indexes.searched()
    if not (index and indexes.is_current(index)):
        return False
    # Queued pages make the numbers differ until they are written.
    return PendingReindex.objects.exists() or indexes.size(index) == count_pages()


def sync_elasticsearch() -> None:
    """Create or repair Elasticsearch's index when it is missing or differs from the catalog.

    Raises search.engines.elastic.client.FAILURES when Elasticsearch does not answer.
    """
    if not is_in_sync():
        compare_elasticsearch(Differences(), repair=True)


def count_pages() -> int:
    """Return the number of pages in the catalog, each counted once in all its languages."""
    return CatalogEntry.objects.values("translation_key").distinct().count()


def rebuild(processes: int = 1, tell: Callable[[str], object] = str) -> int:
    """Write every catalog row and the whole search index again, and return the number of rows.

    Readers see the old ones until then. `tell` is called with words on what is done.
    """
    # Rows first: both indexes are made of them.
    written = rewrite_rows(lambda number: tell(f"{number:,} rows written"))
    tell("comparing the index with the rows")
    compare_index(Differences(), repair=True)
    if settings.ELASTICSEARCH_URL:
        tell("building the index of Elasticsearch")
        rebuild_elasticsearch(processes)
    return written


def rebuild_elasticsearch(processes: int = 1) -> str:
    """Build a new Elasticsearch index from the current rows, switch searches to it, return its name."""
    from search.engines.elastic.reindex import rebuild

    return rebuild(processes)
