"""Finding and mending what a fault may have left: every public page has its row and its counting row, and none is left.

Works through both in batches by number, whatever there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from catalog.copied_values.thumbnails import drop_renditions, lost_files
from catalog.counting import counting_row
from catalog.models import CatalogEntry, CountingRow
from catalog.services import entry_of, public_pages, remove_rows, update_rows
from orgs.models import OrgContentPage

BATCH = 100
# A version only tells when the page was read.
COMPARED = [field.attname for field in CatalogEntry._meta.concrete_fields if field.attname != "version"]
COUNTED = [field.attname for field in CountingRow._meta.concrete_fields]


@dataclass
class RowDifferences:
    """How many pages lack their row or have another than they should, and how many rows have no public page."""

    rows_to_write: int = 0
    rows_to_remove: int = 0


def check_rows(*, repair: bool = False) -> RowDifferences:
    """Count what differs between pages and rows, and mend it with `repair`: each batch in a transaction of its own."""
    found = RowDifferences()
    for ids in page_batches():
        with transaction.atomic():
            lost = lost_files(CatalogEntry.objects.filter(pk__in=ids).only("image", "thumbnail"))
            if repair:
                drop_renditions([name for names in lost.values() for name in names])
            stale = {*stale_pages(ids), *lost}
            found.rows_to_write += len(stale)
            if repair and stale:
                update_rows(sorted(stale))
    for ids in row_batches():
        with transaction.atomic():
            orphans = orphaned_rows(ids)
            found.rows_to_remove += len(orphans)
            if repair:
                remove_rows(orphans)
    return found


def rewrite_rows() -> int:
    """Write the row of every public page anew, and delete all others. Return how many there are."""
    written = sum(update_rows(ids) for ids in page_batches())
    check_rows(repair=True)
    return written


def stale_pages(ids: list[int]) -> list[int]:
    """Of these pages, the public ones whose rows are missing or are not what they would be now."""
    rows, counted = CatalogEntry.objects.in_bulk(ids), CountingRow.objects.in_bulk(ids)
    pages = (page.specific for page in public_pages(OrgContentPage.objects.filter(pk__in=ids)))
    return [page.pk for page in pages if not is_current(page, rows.get(page.pk), counted.get(page.pk))]


def is_current(page: OrgContentPage, row: CatalogEntry | None, counted: CountingRow | None) -> bool:
    """Whether a page has both its rows, and they are what they would be now."""
    if row is None or counted is None:
        return False
    return not differs(entry_of(page), row, COMPARED) and not differs(counting_row(row), counted, COUNTED)


def differs(one: Model, other: Model, names: list[str]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def orphaned_rows(ids: list[int]) -> list[int]:
    """Of these rows, those whose page is not public any more, or is gone."""
    public = {page.pk for page in public_pages(OrgContentPage.objects.filter(pk__in=ids))}
    return [page_id for page_id in ids if page_id not in public]


def page_batches() -> Iterator[list[int]]:
    return batches_of(lambda after, limit: ids_after(OrgContentPage.objects.all(), after, limit))


def row_batches() -> Iterator[list[int]]:
    """The ids of all entries, then of all counting rows without one."""
    alone = CountingRow.objects.filter(~Exists(CatalogEntry.objects.filter(pk=OuterRef("pk"))))
    for rows in (CatalogEntry.objects.all(), alone):
        yield from batches_of(lambda after, limit, rows=rows: ids_after(rows, after, limit))  # type: ignore[misc]


def ids_after(rows: QuerySet[Any], after: int, limit: int) -> list[int]:
    return list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def batches_of(next_ids: Callable[[int, int], list[int]]) -> Iterator[list[int]]:
    """All ids in batches, each asked for behind the last one of the batch before."""
    ids = next_ids(0, BATCH)
    while ids:
        yield ids
        ids = next_ids(ids[-1], BATCH)
