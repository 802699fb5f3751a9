"""Run the long drills, each under a deadline, and go on where an earlier run stopped.

Two at a time run of those that measure no time; then the others, each alone.

    python tools/drill.py                run every drill that has not passed at this commit yet
    python tools/drill.py outbox walk    run these, or the parts of one: pages runs pages-1 to pages-4
    python tools/drill.py --again        run also what has passed at this commit
    python tools/drill.py --one          run one at a time: the time that each needs by itself
    python tools/drill.py --list         print the drills, and how long each took when it passed here

What a drill prints is kept in var/drills/, and what has passed in var/drills.json by commit. With uncommitted changes
nothing is skipped and nothing kept: nobody could tell what was tested. Ends with 1 when a drill failed or took longer
than its deadline.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("NEARY_DATA", REPOSITORY / "var"))
KEPT, PRINTED = DATA / "drills.json", DATA / "drills"
DEADLINE = 15 * 60  # seconds a drill
WHOLE = 90 * 60  # seconds for all of them
AT_ONCE = min(2, os.cpu_count() or 1)
RUNNING: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True)
class Drill:
    """A name for the drill tests below a path, or for one of several equal parts of them."""

    name: str
    path: str
    part: int = 1
    parts: int = 1
    is_timed: bool = False  # it measures time, or fills what such a one measures: nothing runs beside it

    def of(self, tests: list[str]) -> list[str]:
        """Return those of all drill tests that are this drill's."""
        own = [test for test in tests if test.startswith(self.path)]
        return own[self.part - 1 :: self.parts]


# To fill a portal of 20,000 pages takes as long as the drill of its loss; it is kept for the drills that follow.
LOSS = ("fill_sqlite", "sqlite", "fill_postgresql", "postgresql", "slopes")
PAGES = 4  # parts: every kind of page in both languages takes longer than one drill may
DISCUSSIONS = 2  # parts: one a kind of database
PAIRS = 2  # parts: one a kind of database
WALKS = 2  # parts: halves of the random walks of translators
KILLED_WALKS = 10  # parts: the same walks beside a worker that is killed
REGISTRATIONS = 2  # parts: one a kind of database
ALERTS = 3  # parts: each takes the alerts of a few things that break
UPGRADES = 2  # parts: one a kind of database
DRILLS = [
    Drill("tenancy", "tests/tenancy/"),
    Drill("moderation", "tests/moderation/"),
    *(Drill(f"translations-{part}", "tests/translations/test_walks.py", part, WALKS) for part in range(1, WALKS + 1)),
    *(
        Drill(f"walks-{part}", "tests/services/test_translation_walks.py", part, KILLED_WALKS)
        for part in range(1, KILLED_WALKS + 1)
    ),
    Drill("sentences", "tests/translations/test_fuzzed_sentences.py"),
    Drill("source-edits", "tests/translations/test_random_edits.py"),
    Drill("adopted-pairs", "tests/translations/test_populated_pairs.py"),
    Drill("two-editors", "tests/workspace/test_article_round_trip.py"),
    Drill("small-groups", "tests/common/test_small_groups.py"),
    Drill("reach", "tests/reach/test_counting.py"),
    Drill("outbox", "tests/services/test_drill.py"),
    Drill("mails-out", "tests/services/discussions/test_mails_out.py"),
    Drill("move-in", "tests/services/test_move_in.py", is_timed=True),
    Drill("attack", "tests/services/attack/", is_timed=True),
    Drill("held", "tests/services/held/"),
    *(Drill(f"pairs-{part}", "tests/services/pairs/", part, PAIRS) for part in range(1, PAIRS + 1)),
    *(Drill(f"registration-{part}", "tests/services/registration/", part, REGISTRATIONS) for part in (1, 2)),
    *(
        Drill(f"discussions-{part}", "tests/services/discussions/test_mail_drill.py", part, DISCUSSIONS)
        for part in (1, 2)
    ),
    *(
        Drill(f"loss-{part}", f"tests/services/total_loss/test_total_loss.py::test_{part}", is_timed=True)
        for part in LOSS
    ),
    Drill("elasticsearch", "tests/services/test_elastic_drill.py", is_timed=True),
    Drill("mirror", "tests/services/mirror/", is_timed=True),
    *(Drill(f"alerts-{part}", "tests/services/alerts/", part, ALERTS) for part in range(1, ALERTS + 1)),
    *(Drill(f"upgrade-{part}", "tests/services/upgrade/", part, UPGRADES) for part in range(1, UPGRADES + 1)),
    # A whole machine is set up: beside another drill it would come too near to its deadline.
    Drill("debian", "tests/services/debian/", is_timed=True),
    Drill("desk-stream", "tests/browser/test_desk_stream.py"),
    Drill("check-in", "tests/browser/test_check_in.py"),
    Drill("walk", "tests/browser/test_demo_walk.py"),
    Drill("valid", "tests/browser/test_valid"),
    Drill("looks", "tests/browser/test_looks.py"),
    *(Drill(f"pages-{part}", "tests/browser/test_demo_kinds.py", part, PAGES) for part in range(1, PAGES + 1)),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="the drills to run; all of them without a name")
    parser.add_argument("--again", action="store_true", help="run also what has passed at this commit")
    parser.add_argument("--one", action="store_true", help="run one at a time")
    parser.add_argument("--list", action="store_true", help="print the drills and end")
    options = parser.parse_args()
    drills = named(options.names) or parser.error(f"No such drill; there are {', '.join(d.name for d in DRILLS)}.")
    commit = clean_commit()
    passed = passed_at(commit)
    if options.list:
        print(*(f"{drill.name:<16} {took(passed, drill)}" for drill in DRILLS), sep="\n")
        return
    waiting = [drill for drill in drills if options.again or drill.name not in passed]
    sys.exit(run_all(waiting, drills, commit, 1 if options.one else AT_ONCE))


def named(names: list[str]) -> list[Drill]:
    """Return the drills of these names, or with such a name before the number of their part; all without a name.

    Returns an empty list when one of the names is no drill's.
    """
    found = {name: [d for d in DRILLS if name in (d.name, d.name.rpartition("-")[0])] for name in names}
    if not all(found.values()):
        return []
    return [drill for drill in DRILLS if not names or any(drill in each for each in found.values())]


def run_all(waiting: list[Drill], asked_for: list[Drill], commit: str | None, at_once: int = 1) -> int:
    """Run drills, tell how long each took, and return the exit code."""
    for drill in asked_for:
        if drill not in waiting:
            print(f"{drill.name}: passed at this commit already; --again runs it again")
    if not waiting:
        return 0
    tests, began, failed = collect(), time.monotonic(), []
    for drill, seconds, fault in results(waiting, tests, at_once):
        print(f"== {drill.name}: {fault or 'passed'} after {seconds:.0f} s\n\n", end="", flush=True)
        if fault:
            failed.append(drill.name)
        elif commit:
            keep(commit, drill.name, seconds)
    taken = time.monotonic() - began
    print(
        f"{len(waiting)} drills in {taken / 60:.1f} minutes of {WHOLE / 60:.0f}; failed: {', '.join(failed) or 'none'}"
    )
    return 1 if failed or taken > WHOLE else 0


def collect() -> list[str]:
    """Return the ids of all tests that are drills. Raises SystemExit when one belongs to no drill, or to two."""
    command = [sys.executable, "-m", "pytest", "-m", "drill", "--collect-only", "-q", "-p", "no:warnings"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    tests = [line for line in done.stdout.splitlines() if "::" in line]
    if done.returncode or not tests:
        sys.exit(f"The drills could not be collected:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    if strays := [test for test in tests if sum(test in drill.of(tests) for drill in DRILLS) != 1]:
        sys.exit(f"Give each of these to one drill in {Path(__file__).name}: {', '.join(strays)}")
    return tests


def results(waiting: list[Drill], tests: list[str], at_once: int) -> Iterator[tuple[Drill, float, str]]:
    """Run drills; yield each with its seconds and what went wrong ("" for nothing), as they end."""
    pool = ThreadPoolExecutor(at_once)
    try:
        running = {pool.submit(run, drill, drill.of(tests)): drill for drill in waiting if not drill.is_timed}
        for ended in as_completed(running):
            yield running[ended], *ended.result()
        for drill in waiting:
            if drill.is_timed:
                yield drill, *run(drill, drill.of(tests))
    finally:
        # Where it is interrupted, what still runs ends with it.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(RUNNING):
            end(process)


def run(drill: Drill, tests: list[str]) -> tuple[float, str]:
    """Run one drill in a process group of its own, and print its output when it has ended.

    Return its seconds and what went wrong ("" for nothing).
    """
    printed = PRINTED / f"{drill.name}.log"
    printed.parent.mkdir(parents=True, exist_ok=True)
    print(f"== {drill.name}: {len(tests)} tests, {DEADLINE // 60} minutes at most ({printed})\n", end="", flush=True)
    began, fault = time.monotonic(), ""
    command = [sys.executable, "-m", "pytest", "-m", "drill", "--durations=5", *tests]
    with printed.open("w") as output:
        process = subprocess.Popen(
            command, cwd=REPOSITORY, start_new_session=True, stdout=output, stderr=subprocess.STDOUT
        )
        RUNNING.add(process)
        try:
            code = process.wait(DEADLINE)
            fault = "" if code == 0 else f"FAILED (pytest ended with {code})"
        except subprocess.TimeoutExpired:
            end(process)
            fault = "FAILED (it took too long)"
        finally:
            RUNNING.discard(process)
    print(f"\n{printed.read_text(errors='replace')}", end="", flush=True)
    return time.monotonic() - began, fault


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a drill with all processes of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def clean_commit() -> str | None:
    """Return the commit that is checked out, or None when something is changed and not committed."""
    if git("status", "--porcelain"):
        return None
    return git("rev-parse", "HEAD")


def git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.strip()


def passed_at(commit: str | None) -> dict[str, float]:
    """Return the drills that have passed at a commit, with their seconds."""
    if commit is None or not KEPT.exists():
        return {}
    return dict(json.loads(KEPT.read_text()).get(commit, {}))


def keep(commit: str, name: str, seconds: float) -> None:
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    kept.setdefault(commit, {})[name] = round(seconds, 1)
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=1))


def took(passed: dict[str, float], drill: Drill) -> str:
    return f"passed in {passed[drill.name]:.0f} s" if drill.name in passed else "not passed at this commit"


if __name__ == "__main__":
    main()
