"""Count reads in the memory of each process; reach.writing adds them to the database."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from typing import NamedTuple

from django.conf import settings


class Read(NamedTuple):
    """One kind of read: of a page by a way, or of a document (`way` is "") on a day."""

    day: dt.date
    way: str
    pk: int


class ReadCounter:
    """Counts that wait in memory until they are taken to be written."""

    # A process that cannot write for long keeps so many different reads at most, and leaves out new ones.
    MOST = 20_000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: Counter[Read] = Counter()
        self._written_at = time.monotonic()

    def add(self, read: Read, number: int = 1) -> None:
        """Add to the count of a read, in memory alone; drop it where too many different ones wait already."""
        with self._lock:
            if read in self._numbers or len(self._numbers) < self.MOST:
                self._numbers[read] += number

    def take(self) -> Counter[Read]:
        """Return all waiting counts and forget them; the time until the next writing begins."""
        with self._lock:
            taken, self._numbers = self._numbers, Counter()
            self._written_at = time.monotonic()
        return taken

    def put_back(self, taken: Counter[Read]) -> None:
        """Add counts that could not be written to those that wait."""
        for read, number in taken.items():
            self.add(read, number)

    def is_due(self) -> bool:
        """Return whether counts wait and REACH_WRITE_SECONDS have passed since the last writing; False where it is 0.

        0 means that nothing is written by itself, as in tests.
        """
        seconds = settings.REACH_WRITE_SECONDS
        return bool(seconds and self._numbers) and time.monotonic() - self._written_at >= seconds


# The one of this process.
reads = ReadCounter()
