"""This process's copy of the page sets, brought up to date before each use."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from django.db import connection

from catalog.models import CountingChange, CountingRow
from catalog.page_sets.sets import COLUMNS, PageSets

# After a change of more pages all rows are read again: about as quick, and an SQL statement holds only so many numbers.
MOST_CHANGED = 1000

Found = TypeVar("Found")


class CurrentSets:
    """Page sets that are kept in memory and equal the database's rows each time they are read."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sets: PageSets | None = None
        # What the sets were made of: the database, and the changes that they contain.
        self._database, self._changes = "", frozenset[int]()

    def read(self, question: Callable[[PageSets], Found]) -> Found:
        """Return the answer to a question about the sets, which contain every change that is visible by now.

        Reads the recorded changes, then the rows of those that are new, or all rows.
        """
        # One thread at a time: the sets change in place.
        with self._lock:
            return question(self._updated())

    def forget(self) -> None:
        """Drop the copy, so that the next reading makes it anew."""
        with self._lock:
            self._sets = None

    def _updated(self) -> PageSets:
        # The changes are read before the rows. So a row may be newer than the changes say, and is then read twice.
        changes = frozenset(CountingChange.objects.values_list("pk", flat=True))
        changed = self._changed_groups(changes)
        if self._sets is None or changed is None:
            self._sets = None
            self._sets = PageSets(_rows())
            self._database = str(connection.settings_dict["NAME"])
        elif changed:
            rows = list(CountingRow.objects.filter(translation_group__in=changed).values_list(*COLUMNS))
            sets, self._sets = self._sets, None
            sets.drop(changed)
            sets.put(rows)
            self._sets = sets
        self._changes = changes
        return self._sets

    def _changed_groups(self, changes: frozenset[int]) -> set[int] | None:
        """Return the translation groups that changed since the last reading; None when all rows must be read."""
        # A change that is gone was rolled back, or the database is another one, or the changes were summed up.
        if self._database != str(connection.settings_dict["NAME"]) or not self._changes <= changes:
            return None
        new = CountingChange.objects.filter(pk__in=changes - self._changes).values_list("groups", flat=True)
        found: set[int] = set()
        for groups in new if changes > self._changes else ():
            found.update(groups or ())
            if groups is None or len(found) > MOST_CHANGED:
                return None
        return found


def _rows() -> list[tuple[int, ...]]:
    return list(CountingRow.objects.order_by().values_list(*COLUMNS))


current_sets = CurrentSets()
