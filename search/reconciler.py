"""Finding and mending what a fault may have left: the index is the catalog's rows, as they are the public pages.

Works through both in batches by number, whatever there is. The index is the database's, and Elasticsearch's besides
where that is set up; both are made of the rows alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from django.conf import settings
from django.db import transaction

from catalog.models import CatalogEntry
from catalog.reconciler import batches_of, check_rows, rewrite_rows
from search.engines.database_engines import database_engine
from search.models import PendingReindex


@dataclass
class Differences:
    """How many pages lack their row or have another than they should; rows without a page; and the same of the index.

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
    """Count what differs, and mend it with `repair`: each batch in a transaction of its own.

    Raises search.engines.elastic.client.FAILURES when Elasticsearch is set up and away; all else is done by then.
    """
    found = Differences(**asdict(check_rows(repair=repair)))
    compare_index(found, repair)
    if settings.ELASTICSEARCH_URL:
        compare_elasticsearch(found, repair)
    return found


def compare_index(found: Differences, repair: bool) -> None:
    engine = database_engine()
    for ids in batches_of(engine.missing):
        found.index_to_write += len(ids)
        if repair:
            with transaction.atomic():
                engine.write(CatalogEntry.objects.filter(pk__in=ids))
    for ids in batches_of(engine.surplus):
        found.index_to_remove += len(ids)
        if repair:
            with transaction.atomic():
                engine.remove(ids)


def compare_elasticsearch(found: Differences, repair: bool) -> None:
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
    """Whether Elasticsearch's index is there and, as far as a short look tells, holds what it should.

    Raises search.engines.elastic.client.FAILURES when Elasticsearch is away.
    """
    from search.engines.elastic import indexes

    index = indexes.searched()
    if not (index and indexes.is_current(index)):
        return False
    # What is queued is on its way, and makes the numbers differ until it is there.
    return PendingReindex.objects.exists() or indexes.size(index) == count_pages()


def sync_elasticsearch() -> None:
    """Make Elasticsearch's index where it has none of this portal's, and mend what differs.

    Raises search.engines.elastic.client.FAILURES when Elasticsearch is away.
    """
    if not is_in_sync():
        compare_elasticsearch(Differences(), repair=True)


def count_pages() -> int:
    """How many pages the rows are of, whatever their languages."""
    return CatalogEntry.objects.values("translation_key").distinct().count()


def rebuild(processes: int = 1) -> int:
    """Write every row and its index anew; readers see the old ones until then. Gives how many there are."""
    written = rewrite_rows()
    compare_index(Differences(), repair=True)
    if settings.ELASTICSEARCH_URL:
        rebuild_elasticsearch(processes)
    return written


def rebuild_elasticsearch(processes: int = 1) -> str:
    """Make Elasticsearch's index anew from the rows as they are. Gives its name."""
    from search.engines.elastic.reindex import rebuild

    return rebuild(processes)
