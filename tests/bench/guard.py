"""Measure the guard's own time within a request of a member among a hundred organizations, kinds in turn."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage, spread

ORGANIZATIONS = 100
MOST_PAGES = 2_000  # the guard asks for single pages: more of them would only lengthen the preparation
MOST = 1.0  # milliseconds of the guard's own time
WARMING = 5
REQUESTS = 8  # of each kind a round


def measure(folder: Path, pages: int, rounds: int) -> None:
    env = environment(folder)
    manage(env, "migrate", "-v0")
    manage(env, "createcachetable")
    manage(env, "populate", "--organizations", str(ORGANIZATIONS), "--pages", str(min(pages, MOST_PAGES)))
    portal = Answerer("guard_portal", env)
    print(f"\nThe guard's own time in a member's request, among {ORGANIZATIONS} organizations")
    try:
        for _ in range(WARMING):
            portal.ask()
        taken = [portal.ask() for _ in range(rounds * REQUESTS)]
    finally:
        portal.close()
    for kind in taken[0]:
        own, whole = ([answers[kind][which] for answers in taken] for which in (0, 1))
        median = statistics.median(own)
        verdict = "met" if median <= MOST else "MISSED"
        print(f"  {kind:<14} {spread(own, digits=2)} of {statistics.median(whole):.0f} ms; allowed {MOST}: {verdict}")
