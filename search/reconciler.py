"""Finding and mending what a fault may have left: rows are the public pages, the index is the rows.

Works through both in batches by number, whatever there is. The index is the database's, and Elasticsearch's besides
where that is set up; both are made of the rows alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from catalog.models import CatalogEntry
from catalog.services import entry_of, public_pages, remove_rows, update_rows
from orgs.models import OrgContentPage
from search.engines import database_engine
from search.models import PendingReindex

BATCH = 100
# A picture may still be on its way, and a version only tells when the page was read.
NOT_COMPARED = {"image", "thumbnail", "version"}
COMPARED = [field.attname for field in CatalogEntry._meta.concrete_fields if field.attname not in NOT_COMPARED]


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
    found = Differences()
    compare_rows(found, repair)
    compare_index(found, repair)
    if settings.ELASTICSEARCH_URL:
        compare_elasticsearch(found, repair)
    return found


def compare_rows(found: Differences, repair: bool) -> None:
    for ids in page_batches():
        with transaction.atomic():
            stale = stale_pages(ids)
            found.rows_to_write += len(stale)
            if repair and stale:
                update_rows(stale)
    for ids in row_batches():
        with transaction.atomic():
            orphans = orphaned_rows(ids)
            found.rows_to_remove += len(orphans)
            if repair:
                remove_rows(orphans)


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
    from search.engines.elastic.comparing import level
    from search.engines.elastic.rebuilding import rebuild

    index = indexes.searched()
    if index and indexes.is_current(index):
        difference = level(index, repair=repair)
        found.elasticsearch_to_write = len(difference.to_write)
        found.elasticsearch_to_remove = len(difference.to_remove)
    else:
        found.elasticsearch_to_write = pages_of_rows()
        if repair:
            rebuild()


def looks_level() -> bool:
    """Whether Elasticsearch's index is there and, as far as a short look tells, holds what it should.

    Raises search.engines.elastic.client.FAILURES when Elasticsearch is away.
    """
    from search.engines.elastic import indexes

    index = indexes.searched()
    if not (index and indexes.is_current(index)):
        return False
    # What is owed is on its way, and makes the numbers differ until it is there.
    return PendingReindex.objects.exists() or indexes.size(index) == pages_of_rows()


def level_elasticsearch() -> None:
    """Make Elasticsearch's index where it has none of this portal's, and mend what differs.

    Raises search.engines.elastic.client.FAILURES when Elasticsearch is away.
    """
    if not looks_level():
        compare_elasticsearch(Differences(), repair=True)


def pages_of_rows() -> int:
    """How many pages the rows are of, whatever their languages."""
    return CatalogEntry.objects.values("translation_key").distinct().count()


def rebuild(processes: int = 1) -> int:
    """Write every row and its index anew; readers see the old ones until then. Gives how many there are."""
    written = 0
    for ids in page_batches():
        written += update_rows(ids)
    found = Differences()
    compare_rows(found, repair=True)
    compare_index(found, repair=True)
    if settings.ELASTICSEARCH_URL:
        rebuild_elasticsearch(processes)
    return written


def rebuild_elasticsearch(processes: int = 1) -> str:
    """Make Elasticsearch's index anew from the rows as they are. Gives its name."""
    from search.engines.elastic.rebuilding import rebuild

    return rebuild(processes)


def stale_pages(ids: list[int]) -> list[int]:
    """Of these pages, the public ones whose row is missing or is not what it would be now."""
    rows = CatalogEntry.objects.in_bulk(ids)
    pages = (page.specific for page in public_pages(OrgContentPage.objects.filter(pk__in=ids)))
    return [page.pk for page in pages if page.pk not in rows or differs(entry_of(page), rows[page.pk])]


def differs(one: CatalogEntry, other: CatalogEntry) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COMPARED)


def orphaned_rows(ids: list[int]) -> list[int]:
    """Of these rows, those whose page is not public any more, or is gone."""
    public = {page.pk for page in public_pages(OrgContentPage.objects.filter(pk__in=ids))}
    return [page_id for page_id in ids if page_id not in public]


def page_batches() -> Iterator[list[int]]:
    return batches_of(lambda after, limit: ids_after(OrgContentPage.objects.all(), after, limit))


def row_batches() -> Iterator[list[int]]:
    return batches_of(lambda after, limit: ids_after(CatalogEntry.objects.all(), after, limit))


def ids_after(rows: QuerySet[Any], after: int, limit: int) -> list[int]:
    return list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def batches_of(next_ids: Callable[[int, int], list[int]]) -> Iterator[list[int]]:
    ids = next_ids(0, BATCH)
    while ids:
        yield ids
        ids = next_ids(ids[-1], BATCH)
