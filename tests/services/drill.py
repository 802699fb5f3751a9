"""A drill of faults: events are made while workers, broker and database die, and every effect is counted after it.

The machinery: a producer, workers under the portal's own supervisor, and faults at random moments. What must be true in
the end is in tests.services.drill_outcome.
"""

from __future__ import annotations

import json
import math
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from tests.services.outbox import Drill
from tests.services.portal import WORKER_OPTIONS
from tests.services.servers import PostgreSQL, Process, Redis, start, wait_for

HOT, PAGES = 5, 60
# A whole worker takes seconds of processor time to start again: mostly its children are killed.
WHOLE_WORKER = 0.1
# So many may wait before the producer does: a slow machine makes the drill longer, not another one.
MOST = 400
# Seconds from the last fault until everything has been carried out.
DRAINED = 60.0

SUPERVISE = """
import json, os, signal, sys
from portal.embedded.supervisor import Supervisor
supervisor = Supervisor(json.loads(sys.argv[1]), dict(os.environ))
signal.signal(signal.SIGTERM, lambda *_: supervisor.stop())
supervisor.start(*supervisor.commands)
supervisor.watch()
"""

# Makes one change with its event after another. Who cannot tell whether a broken commit was one reads it again.
PRODUCE = """
import json, time
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from outbox import record
from tests.outbox.drill.outbox_events import DRILL_CHANGED
from outbox.models import Event
from tests.outbox.drill.models import Made
plan = json.loads((settings.DATA / "plan").read_text())
broken = (OperationalError, InterfaceError)

def make(number, aggregate, payload):
    with transaction.atomic():
        Made.objects.create(number=number, aggregate=aggregate)
        record(DRILL_CHANGED, aggregate, {"number": number, **payload})

def was_made(number):
    while True:
        try:
            connection.close()
            return Made.objects.filter(number=number).exists()
        except broken:
            time.sleep(0.1)

def make_until_committed(number, aggregate, payload):
    while True:
        try:
            return make(number, aggregate, payload)
        except broken:
            if was_made(number):
                return

def is_behind():
    try:
        return Event.objects.pending().count() > plan["most"]
    except broken:
        connection.close()
        return False

with (settings.DATA / "made").open("a", buffering=1) as made:
    for number, aggregate, payload in plan["events"]:
        if number == plan["tail"]:
            while not (settings.DATA / "tail").exists():
                time.sleep(0.02)
        while number % 20 == 0 and is_behind():
            time.sleep(0.2)
        began = time.monotonic()
        make_until_committed(number, aggregate, payload)
        made.write(f"{number} {aggregate}\\n")
        time.sleep(max(0, 1 / plan["rate"] - (time.monotonic() - began)))
"""


@dataclass(frozen=True)
class Plan:
    """The size of a drill; `rate` is the most events a second, `tail` how many are made while the broker is away."""

    events: int
    kills: int
    redis_restarts: int = 0
    wiped: int = 0
    database_stops: int = 0
    rate: float = 40
    tail: int = 60
    poison_every: int = 200

    def made(self) -> list[tuple[int, str, dict[str, bool]]]:
        """A fifth of the events happen to a few hot pages."""
        return [
            (number, page(number), {"poison": True} if number % self.poison_every == 7 else {})
            for number in range(self.events)
        ]


def page(number: int) -> str:
    return f"page:{random.randrange(HOT) if number % 5 == 0 else random.randrange(HOT, PAGES)}"


@dataclass
class FaultRun:
    """A drill while it runs, and what was done to it."""

    drill: Drill
    plan: Plan
    redis: Redis | None = None
    database: PostgreSQL | None = None
    done: dict[str, int] = field(default_factory=lambda: {"children killed": 0, "workers killed": 0})
    # When the last fault was over: how many events waited, and how long until none did (seconds).
    waiting: int = 0
    took: float = math.inf

    def run(self, workers: int, drained: float = DRAINED) -> None:
        """Produce events while faults happen, then wait until all is done. Raises TimeoutError when it is not."""
        with self.running(workers) as supervisor, self.producing() as producer:
            faults = [Thread(target=self.at_random, args=fault) for fault in self.faults(supervisor)]
            for thread in faults:
                thread.start()
            for thread in faults:
                thread.join()
            self.wait_for_made(self.plan.events - self.plan.tail)
            self.without_wakeups(producer)
            began, self.waiting = time.monotonic(), self.drill.pending()
            self.drill.settle(drained)
            self.took = time.monotonic() - began

    @contextmanager
    def running(self, workers: int) -> Iterator[Process]:
        portal = self.drill.portal
        pool = ["-c", "1"] if self.redis else []
        commands = {
            f"worker{number}": portal.command("worker", *pool, "-n", f"w{number}@drill", "-l", "info", *WORKER_OPTIONS)
            for number in range(workers)
        }
        log = portal.log("worker")
        supervisor = start([sys.executable, "-c", SUPERVISE, json.dumps(commands)], log, portal.env)
        try:
            wait_for(lambda: log.read_text().count(" ready.") >= workers, "the workers", 60)
            yield supervisor
        finally:
            supervisor.stop()

    @contextmanager
    def producing(self) -> Iterator[Process]:
        told = {
            "events": self.plan.made(),
            "tail": self.plan.events - self.plan.tail,
            "rate": self.plan.rate,
            "most": MOST,
        }
        (self.drill.data / "plan").write_text(json.dumps(told))
        producer = self.drill.portal.script(PRODUCE)
        try:
            yield producer
        finally:
            producer.kill()

    def made(self) -> list[tuple[int, str]]:
        """Return the events that the producer knows to be committed, in this order."""
        file = self.drill.data / "made"
        lines = file.read_text().splitlines() if file.exists() else []
        return [(int(number), aggregate) for number, aggregate in (line.split() for line in lines)]

    def wait_for_made(self, count: int) -> None:
        file = self.drill.data / "made"
        patience = self.plan.events / self.plan.rate * 4 + 60
        wait_for(lambda: file.exists() and file.read_bytes().count(b"\n") >= count, f"{count} events", patience, 0.1)

    # Faults

    def faults(self, supervisor: Process) -> list[tuple[int, Callable[[int], None]]]:
        return [
            (self.plan.kills, lambda _: self.kill(supervisor)),
            (self.plan.redis_restarts, lambda number: self.restart_redis(wiped=number < self.plan.wiped)),
            (self.plan.database_stops, lambda _: self.stop_database()),
        ]

    def at_random(self, times: int, fault: Callable[[int], None]) -> None:
        """Do a thing so many times, at random moments of the production."""
        most = self.plan.events - self.plan.tail
        for number, moment in enumerate(sorted(random.sample(range(most), times))):
            self.wait_for_made(moment)
            fault(number)

    def kill(self, supervisor: Process) -> None:
        """Kill a process of a worker: its child, if it has one, or now and then itself."""
        whole = random.random() < WHOLE_WORKER or not self.redis
        while True:
            victims = [pid for worker in supervisor.children() for pid in ([worker] if whole else children(worker))]
            if victims:
                with suppress(ProcessLookupError):
                    os.kill(random.choice(victims), signal.SIGKILL)
                    self.note("workers killed" if whole else "children killed")
                    return
            time.sleep(0.02)

    def restart_redis(self, *, wiped: bool) -> None:
        assert self.redis
        if not wiped:
            self.redis.keep()
        self.redis.stop()
        time.sleep(random.uniform(0.2, 1.5))
        self.redis.start(kept=not wiped)
        self.note("Redis restarts, wiped" if wiped else "Redis restarts")

    def stop_database(self) -> None:
        assert self.database
        self.database.crash()
        time.sleep(random.uniform(0.5, 2))
        self.database.start()
        self.note("PostgreSQL stops")

    def without_wakeups(self, producer: Process) -> None:
        """Let the last events be made while no wake-up arrives: else a later one would hide a missing sweep."""
        if self.redis:
            self.redis.stop()
        (self.drill.data / "tail").touch()
        self.wait_for_made(self.plan.events)
        producer.popen.wait(20)
        if self.redis:
            self.redis.start()
            self.note("Redis restarts, wiped")
        else:
            for message in (self.drill.data / "celery" / "queue").iterdir():
                message.unlink(missing_ok=True)

    def note(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
