"""Measure the time and memory of a round of 100 sources, 20 of them hostile, in a process of its own."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage, spread

LONGEST, MOST_MEMORY, ROUNDS = 30_000, 100, 5  # milliseconds, MB


def measure(folder: Path, pages: int, rounds: int) -> None:
    from tests.press.feed_server import BAD, GOOD, make_server

    # Memory as the portal's processes have it (docker/Dockerfile, manage.py run).
    env = environment(folder / "press") | {"MALLOC_ARENA_MAX": "1"}
    manage(env, "migrate", "--verbosity", "0")
    server = make_server({**GOOD, **BAD})
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    portal = Answerer("press_portal", env)
    try:
        portal.ask(port=server.server_port)
        told = [portal.ask() for _round in range(min(rounds, ROUNDS))]
    finally:
        portal.close()
        server.shutdown()
        server.server_close()
    show(told)


def show(told: list[dict[str, float]]) -> None:
    took = [each["seconds"] * 1000 for each in told]
    print("\nA round of the press review: 100 sources, 20 of them hostile, read by helper processes")
    print(f"  time        {spread(took)}; allowed {LONGEST} ms: {verdict(max(took) <= LONGEST)}")
    read = {(each["read"], each["refused"]) for each in told}
    print(f"  sources     read and refused in each round: {sorted(read)}; wanted (80, 20)")
    worker = max(each["process"] - each["before"] for each in told)
    readers = [max(peaks) for peaks in zip(*(each["helpers"] for each in told), strict=True)]
    each_one = ", ".join(f"{megabytes:.0f} MB" for megabytes in readers)
    print(f"  worker      {told[0]['before']:.0f} MB before, {worker:.0f} MB more at its peak; it reads no feed itself")
    print(f"  memory      {each_one} at the peak of the process that reads, and of the one that parses what may hang")
    print(f"  in all      {sum(readers):.0f} MB; allowed {MOST_MEMORY} MB: {verdict(sum(readers) <= MOST_MEMORY)}")


def verdict(is_met: bool) -> str:
    return "met" if is_met else "MISSED"
