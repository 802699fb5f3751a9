"""Publishing one page, effects included, on a small and on a large portal: it must cost the same."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage, spread

SMALL = 2_000
MOST = 1.3  # times that the large portal may take of the small one
PUBLICATIONS = 4  # of each portal a round


def measure(folder: Path, pages: int, rounds: int) -> None:
    sides = {size: prepare(folder / str(size), size) for size in (SMALL, pages)}
    print(f"\nPublishing one page with all its effects, at {SMALL} and at {pages} pages")
    times: dict[int, list[float]] = {size: [] for size in sides}
    try:
        for side in sides.values():
            side.ask(count=PUBLICATIONS)  # warm
        for _ in range(rounds):
            for size, side in sides.items():
                times[size] += side.ask(count=PUBLICATIONS)
    finally:
        for side in sides.values():
            side.close()
    for size, taken in times.items():
        print(f"  {size:>6} pages  {spread(taken)}")
    ratio = statistics.median(times[pages]) / statistics.median(times[SMALL])
    print(f"  ratio {ratio:.2f}, allowed {MOST}: {'met' if ratio <= MOST else 'MISSED'}")


def prepare(folder: Path, pages: int) -> Answerer:
    folder.mkdir(parents=True)
    env = environment(folder)
    manage(env, "migrate", "-v0")
    manage(env, "createcachetable")
    manage(env, "populate", "--organizations", "10", "--pages", str(pages))
    # The admin's own index too: it is written at every publication.
    manage(env, "update_index", "-v0")
    return Answerer("publish_portal", env)
