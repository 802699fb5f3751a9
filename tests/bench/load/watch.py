"""Samples of a portal that people use: its outbox, and memory and processor time of its processes."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psutil

from tests.bench.load.portal import LoadedPortal

EVERY = 1.0  # second
WAITING = "SELECT count(*), min(created_at) FROM outbox_event WHERE state = 0"
# The processes whose memory must stay flat: the portal's own.
OWN = ("web", "worker")
# All processes of the machine, also those that have no part in the load.
MACHINE = "whole machine"


class OutboxSample(NamedTuple):
    """The number of events that waited at a moment (seconds after the epoch), and the age in seconds of the oldest."""

    at: float
    depth: int
    age: float


class CpuSample(NamedTuple):
    """Seconds of processor time that a group of processes had used up to a moment."""

    at: float
    used: dict[str, float]


class Watch:
    """An observer that samples each second in a thread of its own until it is stopped."""

    def __init__(self, running: LoadedPortal) -> None:
        self.running = running
        self.groups = {name: process.pid for name, process in running.processes.items()}
        self.outbox: list[OutboxSample] = []
        self.memory: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.cpu: list[CpuSample] = []
        self.faults: list[str] = []
        self._known: dict[int, psutil.Process] = {}
        self._ended = threading.Event()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look each second until the block ends. A look that failed is a fault of the run."""
        thread = threading.Thread(target=self._repeat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join(30)

    def look(self) -> None:
        """Take one sample of everything."""
        now = time.time()
        count, oldest = self.running.portal.query(WAITING)[0]
        self.outbox.append(OutboxSample(now, count, now - moment_of(oldest) if count else 0.0))
        used: dict[str, float] = {MACHINE: busy(psutil.cpu_times())}
        for name, pid in self.groups.items():
            used[name] = 0.0
            for process in self._family(pid):
                used[name] += self._measure(name, process, now)
        self.cpu.append(CpuSample(now, used))

    def _measure(self, name: str, process: psutil.Process, now: float) -> float:
        """Note a process's memory, and return its processor seconds; 0 for one that has just ended."""
        try:
            times = process.cpu_times()
            if name in OWN:
                self.memory[f"{name} {process.pid}"].append((now, float(process.memory_info().rss)))
        except psutil.NoSuchProcess:
            return 0.0
        return times.user + times.system

    def _family(self, pid: int) -> list[psutil.Process]:
        try:
            head = self._known.setdefault(pid, psutil.Process(pid))
            return [head, *head.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _repeat(self) -> None:
        while not self._ended.is_set():
            began = time.monotonic()
            try:
                self.look()
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {str(error)[:200]}")
            self._ended.wait(max(0.0, EVERY - (time.monotonic() - began)))

    def cores(self, first: float, last: float) -> dict[str, float]:
        """Return how many cores each group of processes used on average between two moments."""
        during = [sample for sample in self.cpu if first <= sample.at <= last]
        if len(during) < 2:
            return {}
        begin, end = during[0], during[-1]
        return {name: max(0.0, end.used[name] - begin.used[name]) / (end.at - begin.at) for name in end.used}

    def oldest(self, first: float, last: float) -> float:
        """Return the highest age of an event between two moments, in seconds."""
        return max((sample.age for sample in self.outbox if first <= sample.at <= last), default=0.0)


def busy(times: Any) -> float:
    """Return the seconds in which the machine's cores did something."""
    return sum(times) - times.idle - times.iowait - times.guest - times.guest_nice


def moment_of(value: Any) -> float:
    """Return a time of the database as seconds after the epoch; SQLite gives it as text in UTC."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    return value.timestamp()
