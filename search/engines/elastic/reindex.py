"""Rebuild of the Elasticsearch index while the old one is searched, and rollback to the previous one."""

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
# With fewer rows, starting more processes takes longer than it saves.
WORTH_PROCESSES = 20_000
LOWEST, HIGHEST = uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)


class NoPreviousIndexError(Exception):
    """The error when there is no index to go back to."""


def rebuild(processes: int = 1) -> str:
    """Fill a new Elasticsearch index from all catalog rows, switch searches to it, and return its name.

    After a failure nothing has changed. Its write alias exists before the first row is read: later changes are written
    there by whoever makes them, and a row that was read before a change never overwrites one that was read after it.
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
    """Update the previous Elasticsearch index, search in it, return its name. NoPreviousIndexError if there is none."""
    index = indexes.previous()
    if index is None:
        raise NoPreviousIndexError
    indexes.add_write_alias(index)
    synchronize(index)
    indexes.search_in(index)
    return index


def abandon(index: str) -> None:
    """Delete an Elasticsearch index that could not be filled; a failure to delete is only logged."""
    try:
        indexes.drop(index)
    except FAILURES:
        indexes.logger.warning("The incomplete index %s could not be deleted", index)


def fill(index: str, processes: int) -> None:
    """Write the documents of all pages into an Elasticsearch index, in one process or several."""
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
            # Raises what the process raised.
            done.result()


def fill_part(index: str, first: uuid.UUID, last: uuid.UUID) -> None:
    """Write the documents of pages with keys above `first` and up to `last` into an Elasticsearch index."""
    for keys in key_batches(first, last):
        write_pages(keys, [indexes.write_alias(index)])


def key_batches(first: uuid.UUID, last: uuid.UUID) -> Iterator[list[uuid.UUID]]:
    """Yield lists of translation keys of catalog rows above `first` and up to `last`, in order."""
    rows = CatalogEntry.objects.filter(translation_key__lte=last).order_by("translation_key")
    while True:
        found = list(rows.filter(translation_key__gt=first).values_list("translation_key", flat=True)[:ROWS_AT_ONCE])
        if not found:
            return
        # A page may be cut in two by the limit. write_pages reads all rows of a key, so nothing is lost.
        yield [key for key, _rows in groupby(found)]
        first = found[-1]
