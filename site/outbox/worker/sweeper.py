"""The sweep: a thread in every worker process that looks for due events without asking the broker.

It works while Redis is down, and while a worker is alive but receives no messages.
"""

from __future__ import annotations

import logging
import random
import threading
from typing import Any

from celery.signals import worker_process_init, worker_process_shutdown, worker_shutdown
from django.conf import settings
from django.db import connections

from outbox import services

logger = logging.getLogger(__name__)

# Seconds between two sweeps, give or take a half so that processes do not move in step.
INTERVAL = 2.0


class Sweeper(threading.Thread):
    """A thread that sweeps until it is told to stop."""

    def __init__(self, interval: float) -> None:
        # A daemon: a process that is told to end must not wait for a sweep. An interrupted sweep is rolled back.
        super().__init__(name="outbox-sweeper", daemon=True)
        self.interval = interval
        self._stopped = threading.Event()

    def run(self) -> None:
        """Carry out due outbox events at each interval until the thread is stopped; failures are logged."""
        while not self._stopped.wait(self.interval * random.uniform(0.5, 1.5)):  # noqa: S311
            try:
                services.sweep()
            # Any error: the thread must live as long as its process.
            except Exception:
                logger.exception("A sweep failed")
        # A thread has connections of its own, which nobody else closes.
        connections.close_all()

    def stop(self) -> None:
        """Tell the thread that regularly carries out due outbox events to end."""
        self._stopped.set()


_sweepers: list[Sweeper] = []


# Sent in each child of a prefork pool, and by the solo pool in the worker itself.
@worker_process_init.connect(dispatch_uid="outbox-start-sweeper")
def start(**_: Any) -> None:
    """Start the thread that regularly carries out due outbox events in a Celery worker process (signal receiver)."""
    sweeper = Sweeper(getattr(settings, "OUTBOX_SWEEP_INTERVAL", INTERVAL))
    sweeper.start()
    _sweepers.append(sweeper)


@worker_process_shutdown.connect(dispatch_uid="outbox-stop-sweeper")
@worker_shutdown.connect(dispatch_uid="outbox-stop-sweeper")
def stop(**_: Any) -> None:
    """Stop the threads that regularly carry out due outbox events at a worker's shutdown (signal receiver)."""
    while _sweepers:
        _sweepers.pop().stop()
