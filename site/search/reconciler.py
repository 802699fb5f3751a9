"""Finding and mending what a fault may have left: rows are the public pages, the index is the rows.

Works through both in batches by number, whatever there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from orgs.models import OrgContentPage
from search.engines import get_engine
from search.models import SearchEntry
from search.services import entry_of, index_pages, public_ones, remove_pages

BATCH = 100
# A picture may still be on its way, and a version only tells when the page was read.
COMPARED = [field.attname for field in SearchEntry._meta.concrete_fields if field.attname not in ("image", "version")]


@dataclass
class Differences:
    """How many pages lack their row or have another than they should; rows without a page; and the index' own."""

    rows_to_write: int = 0
    rows_to_remove: int = 0
    index_to_write: int = 0
    index_to_remove: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def check(*, repair: bool = False) -> Differences:
    """Count what differs, and mend it with `repair`: each batch in a transaction of its own."""
    found = Differences()
    for ids in page_batches():
        with transaction.atomic():
            stale = stale_pages(ids)
            found.rows_to_write += len(stale)
            if repair and stale:
                index_pages(stale)
    for ids in row_batches():
        with transaction.atomic():
            orphans = orphaned_rows(ids)
            found.rows_to_remove += len(orphans)
            if repair:
                remove_pages(orphans)
    engine = get_engine()
    for ids in batches_of(engine.missing):
        found.index_to_write += len(ids)
        if repair:
            with transaction.atomic():
                engine.write(SearchEntry.objects.filter(pk__in=ids))
    for ids in batches_of(engine.surplus):
        found.index_to_remove += len(ids)
        if repair:
            with transaction.atomic():
                engine.remove(ids)
    return found


def rebuild() -> int:
    """Write every row and its index anew; readers see the old ones until then. Gives how many there are."""
    written = 0
    for ids in page_batches():
        written += index_pages(ids)
    check(repair=True)
    return written


def stale_pages(ids: list[int]) -> list[int]:
    """Of these pages, the public ones whose row is missing or is not what it would be now."""
    rows = SearchEntry.objects.in_bulk(ids)
    pages = (page.specific for page in public_ones(OrgContentPage.objects.filter(pk__in=ids)))
    return [page.pk for page in pages if page.pk not in rows or differs(entry_of(page), rows[page.pk])]


def differs(one: SearchEntry, other: SearchEntry) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COMPARED)


def orphaned_rows(ids: list[int]) -> list[int]:
    """Of these rows, those whose page is not public any more, or is gone."""
    public = {page.pk for page in public_ones(OrgContentPage.objects.filter(pk__in=ids))}
    return [page_id for page_id in ids if page_id not in public]


def page_batches() -> Iterator[list[int]]:
    return batches_of(lambda after, limit: ids_after(OrgContentPage.objects.all(), after, limit))


def row_batches() -> Iterator[list[int]]:
    return batches_of(lambda after, limit: ids_after(SearchEntry.objects.all(), after, limit))


def ids_after(rows: QuerySet[Any], after: int, limit: int) -> list[int]:
    return list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def batches_of(next_ids: Callable[[int, int], list[int]]) -> Iterator[list[int]]:
    ids = next_ids(0, BATCH)
    while ids:
        yield ids
        ids = next_ids(ids[-1], BATCH)
