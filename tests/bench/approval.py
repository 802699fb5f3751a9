"""From an editor's approval to the page being everywhere, and what approving costs on a small and on a large portal."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.bench.portals import EMBEDDED, SERVED, running
from tests.bench.processes import Answerer, environment, manage, spread

GOALS = {SERVED: 500, EMBEDDED: 1000}  # milliseconds from commit to being seen
SMALL = 2_000  # pages
MOST = 1.3  # times that the large portal may take of the small one
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
    compare_sizes(folder, pages, rounds)


def compare_sizes(folder: Path, pages: int, rounds: int) -> None:
    print(f"Approving one page with all its effects, at {SMALL} and at {pages} pages")
    sides = {size: populated(folder / str(size), size) for size in (SMALL, pages)}
    taken: dict[int, list[float]] = {size: [] for size in sides}
    try:
        for side in sides.values():
            side.ask(command="cost", count=APPROVALS)  # warm
        for _ in range(rounds):
            for size, side in sides.items():
                taken[size] += side.ask(command="cost", count=APPROVALS)
    finally:
        for side in sides.values():
            side.close()
    for size, times in taken.items():
        print(f"  {size:>6} pages  {spread(times)}")
    ratio = statistics.median(taken[pages]) / statistics.median(taken[SMALL])
    print(f"  ratio {ratio:.2f}, allowed {MOST}: {'met' if ratio <= MOST else 'MISSED'}")


def populated(folder: Path, pages: int) -> Answerer:
    folder.mkdir(parents=True)
    env = environment(folder)
    manage(env, "migrate", "-v0")
    manage(env, "createcachetable")
    manage(env, "populate", "--organizations", "10", "--pages", str(pages))
    # The admin's own index too: it is written at every publication.
    manage(env, "update_index", "-v0")
    return Answerer("moderation_portal", env)
