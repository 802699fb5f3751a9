"""From an editor's approval to the page being everywhere, and what approving costs on a small and on a large portal."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.bench.portals import EMBEDDED, SERVED, running
from tests.bench.processes import spread
from tests.bench.sizes import compare_sizes

GOALS = {SERVED: 500, EMBEDDED: 1000}  # milliseconds from commit to being seen
APPROVALS = 3  # of each portal a round


def measure(folder: Path, pages: int, rounds: int) -> None:
    print("\nFrom approval to visible everywhere, by a worker")
    for way, goal in GOALS.items():
        with running(way, folder / way) as portal:
            portal.portal.ask(command="approve")  # warm
            answers = [portal.portal.ask(command="approve") for _ in range(rounds)]
        seen = [answer["seen"] for answer in answers]
        verdict = "met" if statistics.median(seen) <= goal else "MISSED"
        print(f"  {way:<20} seen {spread(seen)}, call {spread([a['call'] for a in answers])}; goal {goal}: {verdict}")
    compare_sizes(
        "Approving one page with all its effects",
        "moderation_portal",
        folder,
        pages,
        rounds,
        command="cost",
        count=APPROVALS,
    )
