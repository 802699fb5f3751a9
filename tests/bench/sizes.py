"""The same work on a small and on a large portal: it must cost the same."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from tests.bench.processes import Answerer, environment, manage, spread

SMALL = 2_000  # pages
MOST = 1.3  # times that the large portal may take of the small one


def compare_sizes(what: str, module: str, folder: Path, pages: int, rounds: int, **question: Any) -> None:
    """Ask `tests.bench.<module>` the question, which gives milliseconds, in turn on both, and compare."""
    sides = {size: populated(folder / str(size), size, module) for size in (SMALL, pages)}
    print(f"\n{what}, at {SMALL} and at {pages} pages")
    taken: dict[int, list[float]] = {size: [] for size in sides}
    try:
        for side in sides.values():
            side.ask(**question)  # warm
        for _ in range(rounds):
            for size, side in sides.items():
                taken[size] += side.ask(**question)
    finally:
        for side in sides.values():
            side.close()
    for size, times in taken.items():
        print(f"  {size:>6} pages  {spread(times)}")
    ratio = statistics.median(taken[pages]) / statistics.median(taken[SMALL])
    print(f"  ratio {ratio:.2f}, allowed {MOST}: {'met' if ratio <= MOST else 'MISSED'}")


def populated(folder: Path, pages: int, module: str) -> Answerer:
    folder.mkdir(parents=True)
    env = environment(folder)
    manage(env, "migrate", "-v0")
    manage(env, "createcachetable")
    manage(env, "populate", "--organizations", "10", "--pages", str(pages))
    # The admin's own index too: it is written at every publication.
    manage(env, "update_index", "-v0")
    return Answerer(module, env)
