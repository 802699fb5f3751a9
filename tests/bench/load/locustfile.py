"""The file that locust runs: the people of a day, and their number at each moment.

    LOAD_DAY=<day as JSON> LOAD_REQUESTS=<file> python -m locust -f tests/bench/load/locustfile.py --headless --host URL

Locust changes Python's sockets for its own process, so it has one to itself: nothing of the portal is imported here,
and nothing else of the tests imports this file. Each request is written into the file as a line of JSON.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from locust import LoadTestShape, events

from tests.bench.load.day import WARMING, from_text
from tests.bench.load.people import Editor, Officer
from tests.bench.load.readers import Poller, Reader
from tests.bench.load.verdicts import READERS_P95, percentile

__all__ = ["Editor", "Officer", "Poller", "Reader"]

DAY = from_text(os.environ["LOAD_DAY"])
LOG = Path(os.environ["LOAD_REQUESTS"]).open("a", buffering=1)  # noqa: SIM115
Officer.fixed_count, Editor.fixed_count, Poller.fixed_count = DAY.officers, DAY.editors, DAY.pollers
# In a step of a search for the knee so many answers say whether it was reached.
FEWEST_ANSWERS = 20
recent: list[float] = []
failed: list[str] = []


@events.test_start.add_listener
def begin(**_more: Any) -> None:
    """Write down when the day began: locust takes seconds to start."""
    Path(f"{LOG.name}.began").write_text(str(time.time()))


@events.request.add_listener
def note(name: str, response_time: float, exception: Exception | None, **_more: Any) -> None:
    """Write one request into the file."""
    LOG.write(json.dumps([time.time(), name, round(response_time, 1), str(exception or "")[:300]]) + "\n")
    if exception:
        failed.append(name)
    if name.startswith("reader:"):
        recent.append(response_time)


class Hours(LoadTestShape):
    """As many people as the hour has; or more readers with each step, until they wait too long."""

    reached = 0

    def tick(self) -> tuple[int, float] | None:
        elapsed = self.get_run_time()
        if elapsed > DAY.seconds or (DAY.step and self.is_knee(elapsed)):
            return None
        people = DAY.workers + DAY.readers_at(elapsed)
        # All who work are there at once; readers come one after another.
        return people, 100

    def is_knee(self, elapsed: float) -> bool:
        """Return whether the step that ends now was too much: readers waited too long, or something failed."""
        step = int(elapsed / DAY.step)
        if step == self.reached:
            return False
        self.reached = step
        if step <= WARMING:
            recent.clear()
            return False
        slow = len(recent) >= FEWEST_ANSWERS and percentile(recent, 0.95) > READERS_P95
        recent.clear()
        return slow or bool(failed)
