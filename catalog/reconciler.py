"""The reconciler: compare rows with what is public in batches, pages and all else, and repair what a fault has left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from catalog.copied_values.thumbnails import drop_renditions, lost_files
from catalog.counting import counting_row
from catalog.models import CatalogEntry, CountingRow
from catalog.page_sets.changes import sum_up_changes
from catalog.services import entries_of, public_pages, remove_rows, update_rows
from catalog.sources.kinds import entry_id, object_ids
from catalog.sources.registry import EntrySource, source_numbered, sources
from catalog.sources.writing import sources_of, write_entries
from orgs.models import OrgContentPage

# Pages of a batch are in memory together, with their texts, and their rows are locked while it is repaired.
BATCH = 100
# The version is not compared: it only tells when the page was read.
COMPARED = [field.attname for field in CatalogEntry._meta.concrete_fields if field.attname != "version"]
COUNTED = [field.attname for field in CountingRow._meta.concrete_fields]


@dataclass
class RowDifferences:
    """The numbers of public pages and other objects whose rows are missing or outdated, and of rows without one."""

    rows_to_write: int = 0
    rows_to_remove: int = 0


def check_rows(*, repair: bool = False) -> RowDifferences:
    """Count catalog rows that are missing, outdated, without their thumbnails or not public; with `repair` mend them.

    Each batch is a transaction of its own.
    """
    found = RowDifferences()
    for ids in page_batches():
        with transaction.atomic():
            lost = lost_files(CatalogEntry.objects.filter(pk__in=ids).only("image", "thumbnail"))
            if repair:
                drop_renditions([name for names in lost.values() for name in names])
            # Writing the row of a page again also requests the thumbnails that are lost.
            stale = {*stale_pages(ids), *lost}
            found.rows_to_write += len(stale)
            if repair and stale:
                update_rows(sorted(stale))
    check_sources(found, repair=repair)
    for ids in row_batches():
        with transaction.atomic():
            orphans = orphaned_rows(ids)
            found.rows_to_remove += len(orphans)
            if repair:
                remove_rows(orphans)
    if repair:
        # After it every process makes its page sets anew, and the recorded changes do not pile up.
        sum_up_changes()
    return found


def check_sources(found: RowDifferences, *, repair: bool) -> None:
    """Add outdated rows of other sources than pages to the count; with `repair` write them again."""
    for source in sources():
        for ids in batches_of(source.ids_after):
            with transaction.atomic():
                stale = stale_objects(source, ids)
                found.rows_to_write += len(stale)
                if repair and stale:
                    write_entries(source.kind, stale)


def rewrite_rows(tell: Callable[[int], object] = int) -> int:
    """Write the catalog rows of everything public again, delete all others; return the number written.

    `tell` is called with the number so far after each batch.
    """
    written = 0
    pages = (update_rows(ids) for ids in page_batches())
    others = (write_entries(source.kind, ids) for source in sources() for ids in batches_of(source.ids_after))
    for number in chain(pages, others):
        written += number
        tell(written)
    # Deletes the rows of what is no longer public, and scales lost thumbnails.
    check_rows(repair=True)
    return written


def stale_pages(ids: list[int]) -> list[int]:
    """Return those of these page ids whose page is public and catalog row missing or outdated."""
    pages = (page.specific for page in public_pages(OrgContentPage.objects.filter(pk__in=ids)))
    return [entry.page_id for entry in outdated(entries_of(pages), ids)]


def stale_objects(source: EntrySource, ids: list[int]) -> list[int]:
    """Return those of these ids of a source's objects that are public and whose row is missing or outdated."""
    entry_ids = {entry_id(source.kind, each): each for each in ids}
    return [entry_ids[entry.page_id] for entry in outdated(source.entries(ids), [*entry_ids])]


def write_outdated(entry_ids: list[int]) -> None:
    """Write those of the catalog rows with these ids again that are outdated."""
    if stale := stale_pages([each for each in entry_ids if not sources_of([each])]):
        update_rows(stale)
    for source, ids in sources_of(entry_ids):
        if stale := stale_objects(source, ids):
            write_entries(source.kind, stale)


def outdated(entries: Iterable[CatalogEntry], ids: list[int]) -> Iterator[CatalogEntry]:
    """Yield the freshly made entries whose stored catalog or counting rows are missing or different."""
    rows, counted = CatalogEntry.objects.in_bulk(ids), CountingRow.objects.in_bulk(ids)
    return (entry for entry in entries if not is_current(entry, rows.get(entry.pk), counted.get(entry.pk)))


def is_current(entry: CatalogEntry, row: CatalogEntry | None, counted: CountingRow | None) -> bool:
    """Return whether the stored catalog row and counting row equal the freshly made entry."""
    if row is None or counted is None:
        return False
    # The counting row is compared with the stored entry: both must have one version, and a fresh entry has a newer one.
    return not differs(entry, row, COMPARED) and not differs(counting_row(row), counted, COUNTED)


def differs(one: Model, other: Model, names: list[str]) -> bool:
    """Return whether two model instances differ in any of the named fields."""
    return any(getattr(one, name) != getattr(other, name) for name in names)


def orphaned_rows(ids: list[int]) -> list[int]:
    """Return those of these catalog row ids whose page or object is gone or no longer public."""
    public: set[int] = set()
    for number, objects in object_ids(ids).items():
        # Ids of pages are below 2**40, so the bits of the kind's number are all 0.
        if number == 0:
            public |= {page.pk for page in public_pages(OrgContentPage.objects.filter(pk__in=objects))}
        elif source := source_numbered(number):
            public |= {entry.page_id for entry in source.entries(objects)}
    return [row for row in ids if row not in public]


def page_batches() -> Iterator[list[int]]:
    """Yield the ids of all organizations' pages in lists of limited length, in order."""
    return batches_of(lambda after, limit: ids_after(OrgContentPage.objects.all(), after, limit))


def row_batches() -> Iterator[list[int]]:
    """Yield the ids of all catalog rows, then of counting rows without one, in lists of limited length."""
    # A counting row without an entry would still be counted in facets and totals.
    alone = CountingRow.objects.filter(~Exists(CatalogEntry.objects.filter(pk=OuterRef("pk"))))
    for rows in (CatalogEntry.objects.all(), alone):
        # `rows=rows` binds the value of this turn of the loop.
        yield from batches_of(lambda after, limit, rows=rows: ids_after(rows, after, limit))  # type: ignore[misc]


def ids_after(rows: QuerySet[Any], after: int, limit: int) -> list[int]:
    """Return at most `limit` ids of a queryset's rows greater than `after`, in order."""
    return list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def batches_of(next_ids: Callable[[int, int], list[int]]) -> Iterator[list[int]]:
    """Yield lists of ids that `next_ids(last id, size)` returns, until a list is empty."""
    ids = next_ids(0, BATCH)
    while ids:
        yield ids
        ids = next_ids(ids[-1], BATCH)
