"""This process's copy of the page sets, brought up to date before each use."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from threading import Lock
from typing import TypeVar

from django.db import connection
from django.db.models import F, Sum

from catalog.models import CountingChange, CountingRow
from catalog.page_sets.sets import COLUMNS, VERSION_BITS, PageSets, Row

# After more changes, or changes of more pages, all rows are read again: about as quick, and an SQL statement holds only
# so many numbers.
MOST_CHANGED = 1000
# All rows are read in batches of so many: 30 MB while one is read.
BATCH = 50_000
# The seconds for which one question reads batches, or waits for a thread that does.
MOST_SECONDS = 2.5
# The seconds between two comparisons of the copy with its table.
COMPARED_EVERY = 60.0

# The translation group and the id of the last row that was read; these come before all rows.
START = (-1, -1)

Found = TypeVar("Found")


class SetsNotReadyError(Exception):
    """The error of a question for which too many rows are still to be read; the next question goes on reading."""


class CurrentSets:
    """Page sets that are kept in memory and equal the database's rows each time they are read."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sets: PageSets | None = None
        # Up to where rows were read; None when all are.
        self._read_until: tuple[int, int] | None = None
        # What the sets were made of: the database, and the changes that they contain.
        self._database, self._changes = "", frozenset[int]()
        # When they were last compared with the table, on the monotonic clock.
        self._compared_at = 0.0

    def read(self, question: Callable[[PageSets], Found]) -> Found:
        """Return the answer to a question about the sets, which contain every change that is visible by now.

        Reads the recorded changes, then the rows of those that are new, or all rows. Raises SetsNotReadyError when that
        takes some seconds; what was read by then stays.
        """
        # One thread at a time: the sets change in place.
        if not self._lock.acquire(timeout=MOST_SECONDS):
            raise SetsNotReadyError
        try:
            return question(self._compared(self._updated()))
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Drop the copy, so that the next reading makes it anew."""
        with self._lock:
            self._sets = None

    def _compared(self, sets: PageSets) -> PageSets:
        """Return the sets, made anew if the table holds other rows, once a minute.

        Rows that changed without a record come from an older release during an upgrade, or from plain SQL.
        """
        if time.monotonic() - self._compared_at < COMPARED_EVERY:
            return sets
        self._compared_at = time.monotonic()
        if sets.checksum == _checksum_of_table():
            return sets
        # A change of this moment may be the reason; then the next comparison decides.
        if _recorded() == self._changes:
            self._sets = None
        return self._updated()

    def _updated(self) -> PageSets:
        # The changes are read before the rows. So a row may be newer than the changes say, and is then read twice.
        changes = _recorded()
        changed = self._changed_groups(changes)
        if self._sets is None or changed is None:
            self._sets, self._read_until = PageSets(), START
            self._database, self._changes = str(connection.settings_dict["NAME"]), changes
        if self._read_until:
            self._read_rest(self._sets)
            # With what has changed in the meantime.
            return self._updated()
        if changed:
            rows = list(CountingRow.objects.filter(translation_group__in=changed).values_list(*COLUMNS))
            self._put(self._sets, rows, instead_of=changed)
        self._changes = changes
        return self._sets

    def _read_rest(self, sets: PageSets) -> None:
        """Read the rows that were not read yet; a batch that is stopped by a time limit leaves those before it."""
        until = time.monotonic() + MOST_SECONDS
        while self._read_until:
            rows = _rows_after(*self._read_until)
            self._put(sets, rows)
            self._read_until = (rows[-1][0], rows[-1][-1]) if len(rows) == BATCH else None
            # After a batch, so that each question is a step forward.
            if self._read_until and time.monotonic() >= until:
                raise SetsNotReadyError
        self._compared_at = time.monotonic()

    def _put(self, sets: PageSets, rows: list[Row], instead_of: Collection[int] = ()) -> None:
        # While they change there are none: after an error in between all rows are read again.
        self._sets = None
        if instead_of:
            sets.drop(instead_of)
        sets.put(rows)
        self._sets = sets

    def _changed_groups(self, changes: frozenset[int]) -> set[int] | None:
        """Return the translation groups that changed since the last reading; None when all rows must be read."""
        # A change that is gone was rolled back, or the database is another one, or the changes were summed up.
        if self._database != str(connection.settings_dict["NAME"]) or not self._changes <= changes:
            return None
        new = changes - self._changes
        if len(new) > MOST_CHANGED:
            return None
        found: set[int] = set()
        for groups in CountingChange.objects.filter(pk__in=new).values_list("groups", flat=True) if new else ():
            found.update(groups or ())
            if groups is None or len(found) > MOST_CHANGED:
                return None
        return found


def _recorded() -> frozenset[int]:
    return frozenset(CountingChange.objects.values_list("pk", flat=True))


def _rows_after(group: int, row: int) -> list[Row]:
    """Return the next rows by translation group and id, with the id at their end."""
    rows = CountingRow.objects.filter(translation_group__gte=group).exclude(translation_group=group, pk__lte=row)
    return list(rows.order_by("translation_group", "pk").values_list(*COLUMNS, "pk")[:BATCH])


def _checksum_of_table() -> int:
    """Return what `PageSets.checksum` is when the sets hold the rows of the table."""
    return CountingRow.objects.aggregate(sum=Sum(F("version").bitand(VERSION_BITS) + 1))["sum"] or 0


current_sets = CurrentSets()
