"""Measure the submissions a second that the workers see through, with all that a submission brings about."""

from __future__ import annotations

import os
import signal
import statistics
import time
from pathlib import Path

from tests.bench.portals import EMBEDDED, SERVED, Running, running
from tests.services.processes import Process

GOALS = {SERVED: 50, EMBEDDED: 20}  # submissions a second
SUBMISSIONS = 100  # a round
PATIENCE = 120.0  # seconds


def measure(folder: Path, pages: int, rounds: int) -> None:
    print(f"\nSubmissions with all their effects, carried out by the workers, {SUBMISSIONS} a round")
    for way, goal in GOALS.items():
        with running(way, folder / way) as portal:
            measured = [burst(portal) for _ in range(max(3, rounds // 3))]
        rates = sorted(SUBMISSIONS / seconds for seconds, _ in measured)
        median = statistics.median(rates)
        processor = statistics.median(used / SUBMISSIONS * 1000 for _, used in measured)
        print(
            f"  {way:<20} {median:6.1f} a second ({rates[0]:.1f} to {rates[-1]:.1f}); "
            f"goal {goal}: {'met' if median >= goal else 'MISSED'}; {processor:.1f} ms of processor time each"
        )


def burst(portal: Running) -> tuple[float, float]:
    """Let submissions pile up before a worker that stands still; seconds until it is through, and of processor time."""
    portal.worker.signal(signal.SIGSTOP)
    portal.portal.ask(command="submit", count=SUBMISSIONS)
    before = processor_time(portal.worker)
    portal.worker.signal(signal.SIGCONT)
    began = time.perf_counter()
    while portal.portal.ask(command="pending"):
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError("The workers did not get through")
        time.sleep(0.02)
    return time.perf_counter() - began, processor_time(portal.worker) - before


def processor_time(worker: Process) -> float:
    """Seconds that the worker and its pool have used: what a rate on a busy machine does not tell."""
    used = 0
    for pid in (worker.pid, *worker.children()):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])  # utime, stime
    return used / os.sysconf("SC_CLK_TCK")
