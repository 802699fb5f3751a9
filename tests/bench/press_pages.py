"""The press review with few and with many clippings: browsing it must cost the same."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.bench.processes import Answerer, environment, manage, spread

FEW, MANY = 20, 2_000  # clippings
MOST = 1.3  # times that a page of many may take of a page of few


def measure(folder: Path, pages: int, rounds: int) -> None:
    print(f"\nProcessor time of the press review, not from the page cache, with {FEW} and with {MANY} clippings")
    sides = {size: filled(folder / f"press-{size}", size) for size in (FEW, MANY)}
    try:
        for publishing in (False, True):
            compare(sides, rounds, publishing)
    finally:
        for side in sides.values():
            side.close()


def compare(sides: dict[int, Answerer], rounds: int, publishing: bool) -> None:
    """Ask both sides in turn. `publishing`: something was published before, so that the numbers are counted anew."""
    # A full page on both sides: what is narrowed would be shorter where there is little.
    path = "/en/press/?"
    taken: dict[int, list[float]] = {size: [] for size in sides}
    for side in sides.values():
        side.ask(command="read", path=path, publishing=publishing)  # warm
    for _ in range(rounds * 3):
        for size, side in sides.items():
            taken[size].append(side.ask(command="read", path=path, publishing=publishing))
    ratio = statistics.median(taken[MANY]) / statistics.median(taken[FEW])
    told = f"ratio {ratio:.2f}" if publishing else f"ratio {ratio:.2f}, allowed {MOST}: {verdict(ratio)}"
    print(f"  {'the first page after a publication' if publishing else 'a page':<36} {told}")
    for size, times in taken.items():
        print(f"    {size:>5} clippings {spread(times)}")


def verdict(ratio: float) -> str:
    return "met" if ratio <= MOST else "MISSED"


def filled(folder: Path, clippings: int) -> Answerer:
    folder.mkdir(parents=True)
    env = environment(folder)
    for command in (["migrate", "-v0"], ["createcachetable"], ["set_up_portal"]):
        manage(env, *command)
    side = Answerer("press_pages_portal", env)
    side.ask(command="fill", number=clippings)
    return side
