"""The limits of a day of load, and verdicts on what was measured."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

READERS_P95, OFFICERS_P95 = 200, 500  # milliseconds
OLDEST_EVENT = 30  # seconds
GROWTH = 0.05  # of a process's memory, over the last half
# Fewer samples of a process in the last half say nothing about its memory.
FEWEST_SAMPLES = 10
# A day on which less was asked than it means was none: the portal may have been spared.
LEAST_LOAD = 0.9
LEAST_DECIDED = 0.5


class Request(NamedTuple):
    """A request as locust saw it: seconds after the epoch, "role: what", milliseconds, and what was wrong."""

    at: float
    name: str
    took: float
    error: str

    @property
    def role(self) -> str:
        return self.name.partition(":")[0]


@dataclass(frozen=True)
class Verdict:
    """A limit, what was measured, and whether it was kept."""

    what: str
    measured: str
    limit: str
    is_met: bool

    def __str__(self) -> str:
        return f"{'met   ' if self.is_met else 'MISSED'}  {self.what}: {self.measured} (limit: {self.limit})"


def requests_in(file: Path) -> list[Request]:
    """Return the requests that a locust process has written into a file, one JSON list a line."""
    return [Request(*json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value that this part of the values does not exceed (nearest rank); NaN where there are none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else math.nan


def of_errors(requests: Sequence[Request]) -> Verdict:
    wrong = [request for request in requests if request.error]
    return Verdict("errors", f"{len(wrong)} of {len(requests)} requests", "0", bool(requests) and not wrong)


def of_times(requests: Sequence[Request], role: str, limit: float) -> Verdict:
    """Judge the 95th percentile of a role; without a request it is missed."""
    slow = percentile([request.took for request in requests if request.role == role], 0.95)
    return Verdict(f"p95 of {role}s", f"{slow:.0f} ms", f"{limit:g} ms", slow <= limit)


def of_outbox(ages: Sequence[float]) -> Verdict:
    """Judge the age in seconds of the oldest event that waited, as it was seen each second."""
    oldest = max(ages, default=math.nan)
    return Verdict("oldest event of the outbox", f"{oldest:.1f} s", f"{OLDEST_EVENT} s", oldest <= OLDEST_EVENT)


def of_memory(samples: dict[str, list[tuple[float, float]]], half: float, end: float) -> Verdict:
    """Judge how much the memory of each process grew from `half` to `end`; samples are (moment, bytes).

    Growth is the slope of the line through the samples, times the time, divided by their mean. A process that did not
    live through that half is left out; where none did, it is missed.
    """
    grown = {name: growth(late) for name, each in samples.items() if len(late := lived(each, half, end))}
    if not grown:
        return Verdict("growth of memory", "not measured: too short", f"{GROWTH:.0%}", False)
    name = max(grown, key=lambda each: grown[each])
    said = f"{grown[name]:+.1%} at most, of {name}"
    return Verdict("growth of memory in the last half", said, f"{GROWTH:.0%}", grown[name] < GROWTH)


def lived(samples: list[tuple[float, float]], half: float, end: float) -> list[tuple[float, float]]:
    """Return the samples from `half` to `end` of a process that lived nearly all of that time, else none."""
    late = [sample for sample in samples if half <= sample[0] <= end]
    lasted = late[-1][0] - late[0][0] if late else 0
    return late if len(late) >= FEWEST_SAMPLES and lasted >= 0.8 * (end - half) else []


def growth(samples: list[tuple[float, float]]) -> float:
    moments, sizes = zip(*samples, strict=True)
    slope = statistics.linear_regression(moments, sizes).slope
    return slope * (moments[-1] - moments[0]) / statistics.fmean(sizes)


def of_load(requests: Sequence[Request], planned: int) -> Verdict:
    """Judge whether readers asked as often as the day means."""
    made = sum(request.role == "reader" for request in requests)
    return Verdict(
        "requests of readers", f"{made} of {planned}", f"{LEAST_LOAD:.0%} at least", made >= planned * LEAST_LOAD
    )


def of_mails(taken: int, planned: int) -> Verdict:
    """Judge whether the mails of the mailing and of the digests came out."""
    return Verdict("mails of digests and mailing", f"{taken} of {planned}", "all", taken == planned)


def of_decisions(decided: int, sent: int) -> Verdict:
    """Judge whether editors kept up with what officers sent."""
    kept = sent > 0 and decided >= sent * LEAST_DECIDED
    return Verdict("updates decided on", f"{decided} of {sent} that were sent", f"{LEAST_DECIDED:.0%} at least", kept)


def table(requests: Sequence[Request]) -> list[str]:
    """Return a line for each thing that somebody asked for: number, median, p95, slowest, errors."""
    lines = [f"{'asked for':<34} {'number':>7} {'p50 ms':>8} {'p95 ms':>8} {'slowest':>8} {'errors':>7}"]
    groups = sorted({request.name for request in requests} | {f"{request.role} (all)" for request in requests})
    for name in groups:
        own = [each for each in requests if name in (each.name, f"{each.role} (all)")]
        took = [each.took for each in own]
        wrong = sum(bool(each.error) for each in own)
        lines.append(
            f"{name:<34} {len(own):>7} {percentile(took, 0.5):>8.0f} {percentile(took, 0.95):>8.0f}"
            f" {max(took):>8.0f} {wrong:>7}"
        )
    return lines
