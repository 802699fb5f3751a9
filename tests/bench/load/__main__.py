"""Run a day of a whole portal in an hour or less, and say whether it keeps its limits; or find where it bends.

    make load                                      a day in an hour, on PostgreSQL, Redis and Elasticsearch
    make load LOAD="--kind embedded --minutes 10"  a day in ten minutes, on SQLite
    make load LOAD="--knee"                        more readers with each step, until they wait too long

Ends with 1 when a limit is missed. docs/load.md says what a day is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.load import knee
from tests.bench.load.day import Day
from tests.bench.load.portal import EMBEDDED, SERVICES, loaded_portal
from tests.bench.load.run import Outcome, judged, live
from tests.bench.load.verdicts import table


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    day = Day()
    options.add_argument("--kind", choices=[SERVICES, EMBEDDED], default=SERVICES, help="what the portal runs on")
    options.add_argument("--minutes", type=float, default=60, help="real minutes that the day takes (60)")
    for name in ("readers", "officers", "editors", "pollers", "subscribers"):
        options.add_argument(f"--{name}", type=int, default=getattr(day, name), help=f"({getattr(day, name)})")
    options.add_argument("--pause", type=float, default=day.pause, help=f"seconds between clicks ({day.pause:g})")
    options.add_argument("--pages", type=int, default=2000, help="generated pages (2000)")
    options.add_argument("--without-elasticsearch", action="store_true", help="search in PostgreSQL")
    options.add_argument("--knee", action="store_true", help="add readers until they wait too long")
    options.add_argument("--step", type=float, default=60, help="seconds of a step of --knee (60)")
    options.add_argument("--steps", type=int, default=40, help="the most steps of --knee (40)")
    options.add_argument("--more", type=int, default=day.more, help=f"readers that each step adds ({day.more})")
    return options


def main() -> None:
    """Run what the command line asks for, print it, and end with 1 when a limit was missed."""
    options = parser().parse_args()
    day = day_of(options)
    if not day.step:
        print(*day.described(), sep="\n", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="neary-load-") as folder,
        loaded_portal(options.kind, Path(folder), day, options.pages, not options.without_elasticsearch) as running,
    ):
        print(f"The portal runs ({options.kind}), with {options.pages} generated pages.", flush=True)
        outcome = live(running, day, Path(folder))
    sys.exit(told(outcome, day))


def day_of(options: argparse.Namespace) -> Day:
    people = {name: getattr(options, name) for name in ("readers", "officers", "editors", "pollers", "subscribers")}
    if options.knee:
        seconds, most = options.step * options.steps, options.more * options.steps
        return Day(seconds, **people, pause=options.pause, step=options.step, more=options.more, most=most)
    return Day(options.minutes * 60, **people, pause=options.pause)


def told(outcome: Outcome, day: Day) -> int:
    """Print what was seen, and return 1 when a limit was missed. A search for the knee has none."""
    print(*table(outcome.requests), sep="\n")
    for error in sorted({f"{each.name}: {each.error}" for each in outcome.requests if each.error})[:10]:
        print(f"  {error}")
    if day.step:
        print(*knee.report(outcome, day), sep="\n", flush=True)
        return 0
    deepest = max((sample.depth for sample in outcome.watch.outbox), default=0)
    print(f"At most {deepest} events waited; cores: {knee.said(outcome.watch.cores(outcome.began, outcome.ended))}")
    found = judged(outcome, day)
    print(*found, sep="\n", flush=True)
    return int(not all(verdict.is_met for verdict in found))


if __name__ == "__main__":
    main()
