"""`make bench AGAINST=<commit>`: is the working copy slower than that commit?

Both portals are made anew with the demo and the same corpus, served one beside the other, and asked in turn. "Worse"
means that the whole 95 % interval of the ratio of medians lies above 1.1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.against import measures
from tests.bench.against.ratio import interval
from tests.bench.against.sides import Side, ours, theirs
from tests.bench.processes import spread

WORSE = 1.1
ORGANIZATIONS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit", help="what to compare with")
    parser.add_argument("--pages", type=int, default=5_000, help="pages of the corpus")
    parser.add_argument("--rounds", type=int, default=15, help="how often each is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="neary-against-") as folder:
        sides = [ours(Path(folder)), theirs(options.commit, Path(folder))]
        for side in sides:
            print(f"Preparing {side.name}: demo and {options.pages} pages ...", flush=True)
            side.prepare(ORGANIZATIONS, options.pages)
        with ExitStack() as stack:
            for side in sides:
                stack.enter_context(side.served())
            sys.exit(compare(sides, options.rounds))


def compare(sides: list[Side], rounds: int) -> int:
    """Measure both in turn, tell each ratio, and return how many are worse."""
    publishing = measures.Publishing()
    named: dict[str, measures.Measure] = {
        "search": measures.search,
        "cache": measures.cache,
        "publish": publishing.publish,
        "outbox": publishing.outbox,
    }
    taken: dict[str, dict[str, list[list[float]]]] = {name: {side.name: [] for side in sides} for name in named}
    for side in sides:
        for measure in named.values():
            measure(side)  # warm
    for number in range(rounds):
        # Whoever goes first in one round goes last in the next: neither always finds a warm processor.
        for name, measure in named.items():
            for side in sides if number % 2 else reversed(sides):
                taken[name][side.name].append(measure(side))
    return sum(verdict(name, *(taken[name][side.name] for side in sides)) for name in named)


def verdict(name: str, mine: list[list[float]], before: list[list[float]]) -> bool:
    """Print both medians and their ratio with its interval; return whether it is worse."""
    low, high = interval(mine, before)
    flat = [[value for turn in turns for value in turn] for turns in (mine, before)]
    ratio = statistics.median(flat[0]) / statistics.median(flat[1])
    is_worse = low > WORSE
    print(
        f"  {name:<8} this {spread(flat[0])}, before {spread(flat[1])}, ratio {ratio:.2f} "
        f"(95 %: {low:.2f} to {high:.2f}): {'WORSE' if is_worse else 'not worse'}",
        flush=True,
    )
    return is_worse


if __name__ == "__main__":
    main()
