"""Filling a new index while the old one is searched and both are written, and going back to the one before."""

from __future__ import annotations

import multiprocessing
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby, pairwise

import django

from catalog.models import CatalogEntry
from search.engines.elastic import indexes
from search.engines.elastic.client import FAILURES
from search.engines.elastic.document_writer import write_pages
from search.engines.elastic.sync import synchronize

# A page has as many rows as languages.
ROWS_AT_ONCE = 400
# Below so many rows, starting more processes takes longer than it saves.
WORTH_PROCESSES = 20_000
LOWEST, HIGHEST = uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)


class NoPreviousIndexError(Exception):
    """There is no index to go back to."""


def rebuild(processes: int = 1) -> str:
    """Make an index of all rows and search in it from then on. Gives its name; on any failure nothing has changed.

    Its write alias is there before the first row is read: whatever changes later is written there by whoever changes
    it, and what was read before a change never overwrites what was read after it.
    """
    index = indexes.create()
    try:
        fill(index, processes if CatalogEntry.objects.count() > WORTH_PROCESSES else 1)
        synchronize(index)
    except Exception:
        abandon(index)
        raise
    indexes.search_in(index)
    return index


def rollback() -> str:
    """Search in the index before the present one again, once it is level. Gives its name.

    Raises NoPreviousIndexError where none is kept.
    """
    index = indexes.previous()
    if index is None:
        raise NoPreviousIndexError
    indexes.add_write_alias(index)
    synchronize(index)
    indexes.search_in(index)
    return index


def abandon(index: str) -> None:
    """Leave nothing half done where that can be helped; the next rebuild removes the rest."""
    try:
        indexes.drop(index)
    except FAILURES:
        indexes.logger.warning("%s is left behind, half filled", index)


def fill(index: str, processes: int) -> None:
    """Write all pages into an index."""
    # Keys are random, so equal parts of their range hold equal numbers of pages.
    bounds = [uuid.UUID(int=HIGHEST.int * part // processes) for part in range(processes + 1)]
    parts = list(pairwise(bounds))
    if processes == 1:
        fill_part(index, *parts[0])
        return
    # A forked process would share our connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        for done in [pool.submit(fill_part, index, *part) for part in parts]:
            done.result()


def fill_part(index: str, first: uuid.UUID, last: uuid.UUID) -> None:
    for keys in key_batches(first, last):
        write_pages(keys, [indexes.write_alias(index)])


def key_batches(first: uuid.UUID, last: uuid.UUID) -> Iterator[list[uuid.UUID]]:
    """The keys of all rows behind the first and up to the last."""
    rows = CatalogEntry.objects.filter(translation_key__lte=last).order_by("translation_key")
    while True:
        found = list(rows.filter(translation_key__gt=first).values_list("translation_key", flat=True)[:ROWS_AT_ONCE])
        if not found:
            return
        yield [key for key, _rows in groupby(found)]
        first = found[-1]
