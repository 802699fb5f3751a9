"""Counters of what web processes do, added up over all processes of one machine or container."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from prometheus_client import Counter, Histogram, values

# The folder of the counters' files; without it each process counts alone, which is right where there is only one.
FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
MOST_PROCESSES = 256


class Slots:
    """Numbers for processes, free again when their process ends, whatever ends it.

    Counters in files named by process ids would fill the disk: gunicorn replaces its processes all day.
    """

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._process, self._number = 0, 0
        self._held: IO[bytes] | None = None

    def mine(self) -> int:
        """Return the number of this process, another one after a fork."""
        if self._process != os.getpid():
            # A parent's lock is not closed here: the child has it too, and the parent keeps its number.
            self._held, self._number = self._take()
            self._process = os.getpid()
        return self._number

    def _take(self) -> tuple[IO[bytes], int]:
        for number in range(MOST_PROCESSES):
            held = (self.folder / f"{number}.lock").open("wb")
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.close()
            else:
                return held, number
        raise RuntimeError(f"More than {MOST_PROCESSES} processes count in {self.folder}.")


if FOLDER:
    # Before any counter is made.
    values.ValueClass = values.MultiProcessValue(Slots(FOLDER).mine)  # type: ignore[no-untyped-call]

REQUESTS = Histogram(
    "neary_request_seconds",
    "Time of requests, by kind of view and class of status",
    ["view", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10),
)
QUERIES = Histogram(
    "neary_request_queries",
    "Database queries of a request, by kind of view",
    ["view"],
    buckets=(0, 1, 2, 5, 10, 20, 40, 80, 160),
)
PAGE_CACHE = Counter("neary_page_cache", "Anonymous pages looked up in the page cache", ["result"])
PAGE_CACHE_HIT, PAGE_CACHE_MISS = PAGE_CACHE.labels("hit"), PAGE_CACHE.labels("miss")
