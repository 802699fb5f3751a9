"""The knee: the number of readers at once from which they wait too long, and what had no room left there."""

from __future__ import annotations

import os

from tests.bench.load.day import WARMING, Day
from tests.bench.load.run import Outcome
from tests.bench.load.verdicts import OLDEST_EVENT, READERS_P95, percentile
from tests.bench.load.watch import MACHINE, Watch

# From this part of all cores on, processor time is what is missing.
BUSY = 0.9
# Where the portal, its servers and its people use less of it, others keep the machine busy.
OWN_PART = 0.8


def report(outcome: Outcome, day: Day) -> list[str]:
    """Return a line for each step, then the knee and what gave first."""
    lines, last_good = [], 0
    # Behind the last step requests only come to their end.
    number = min(round(day.seconds / day.step), int((outcome.ended - outcome.began) / day.step) + 1)
    for step in range(number):
        first = outcome.began + step * day.step
        last = min(first + day.step, outcome.ended)
        during = [each for each in outcome.requests if first <= each.at < last]
        took = [each.took for each in during if each.role == "reader"]
        if not took:
            continue
        slow, wrong = percentile(took, 0.95), sum(bool(each.error) for each in during)
        readers, cores = day.readers_at(step * day.step), outcome.watch.cores(first, last)
        lines.append(
            f"{readers:>4} readers at once: {len(took) / (last - first):.1f} requests a second, p95 {slow:.0f} ms,"
            f" {wrong} errors, oldest event {outcome.watch.oldest(first, last):.1f} s; cores: {said(cores)}"
        )
        if step >= WARMING and (slow > READERS_P95 or wrong):
            why = f"{wrong} errors" if wrong else f"p95 {slow:.0f} ms"
            gave = gave_first(outcome.watch, first, last, os.cpu_count() or 1)
            return [*lines, f"KNEE at {readers} readers at once ({why}); {last_good} were kept. First gave: {gave}"]
        last_good = readers if step >= WARMING else last_good
    return [*lines, f"NO KNEE up to {last_good} readers at once"]


def gave_first(watch: Watch, first: float, last: float, cores: int) -> str:
    """Return what had no room left between two moments: processor time, and whose; the outbox; or neither."""
    used = watch.cores(first, last)
    machine = used.pop(MACHINE, 0.0)
    ranked = sorted(used, key=lambda name: used[name], reverse=True)
    if machine >= BUSY * cores and sum(used.values()) < OWN_PART * machine:
        return f"processor time, but other processes took it ({machine - sum(used.values()):.2f} of {cores} cores)"
    if machine >= BUSY * cores:
        return f"processor time, most of it for {ranked[0]} ({used[ranked[0]]:.2f} of {cores} cores)"
    if watch.oldest(first, last) > OLDEST_EVENT:
        return "the outbox: the worker does not follow"
    return f"none of processor time and outbox: {machine:.2f} of {cores} cores were used"


def said(cores: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in sorted(cores.items(), key=lambda each: -each[1]))
