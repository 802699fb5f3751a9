"""How many submissions a second the workers see through, with all that a submission brings about."""

from __future__ import annotations

import signal
import statistics
import time
from pathlib import Path

from tests.bench.portals import EMBEDDED, SERVED, Running, running

GOALS = {SERVED: 50, EMBEDDED: 20}  # submissions a second
SUBMISSIONS = 100  # a round
PATIENCE = 120.0  # seconds


def measure(folder: Path, pages: int, rounds: int) -> None:
    print(f"\nSubmissions with all their effects, carried out by the workers, {SUBMISSIONS} a round")
    for way, goal in GOALS.items():
        with running(way, folder / way) as portal:
            measured = [burst(portal) for _ in range(max(3, rounds // 3))]
        rates = sorted(SUBMISSIONS / seconds for _, seconds in measured)
        median = statistics.median(rates)
        events = statistics.mean(events for events, _ in measured) / SUBMISSIONS
        print(
            f"  {way:<20} {median:6.1f} a second ({rates[0]:.1f} to {rates[-1]:.1f}), {events:.1f} events each; "
            f"goal {goal}: {'met' if median >= goal else 'MISSED'}"
        )


def burst(portal: Running) -> tuple[int, float]:
    """Let submissions pile up before a worker that stands still; events, and seconds until it is through."""
    portal.worker.signal(signal.SIGSTOP)
    events = portal.portal.ask(command="submit", count=SUBMISSIONS)
    portal.worker.signal(signal.SIGCONT)
    began = time.perf_counter()
    while portal.portal.ask(command="pending"):
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError("The workers did not get through")
        time.sleep(0.02)
    return events, time.perf_counter() - began
