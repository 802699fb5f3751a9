"""The canary: end a worker process that receives no messages any more, so that its supervisor restarts it.

After a restart of Redis a worker may stay alive without hearing anything (celery/celery issues 8091 and 9054). The
sweep still carries out everything, but late. So every worker sends messages to itself through the broker and listens
for them. While the broker cannot be reached none is sent, and none is missed.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.signals import task_received, worker_ready, worker_shutdown
from celery.utils.nodenames import worker_direct
from celery.worker import state
from django.conf import settings

logger = logging.getLogger(__name__)

TASK = "outbox.canary"
# Seconds in which at least one message must have come back, for an idle worker and for one that runs a task.
TIMEOUT = 60.0
TIMEOUT_WHILE_BUSY = 600.0
CANARIES = 6  # in that time
# Seconds to finish running tasks before the process is ended without waiting.
GRACE_PERIOD = 20.0
# The exit code of the process (sysexits.h, EX_SOFTWARE).
EXIT_CODE = 70


class Canary(threading.Thread):
    """A thread that sends messages to its own worker, and ends the process when none comes back."""

    def __init__(self, app: Celery, hostname: str, timeout: float, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(name="outbox-canary", daemon=True)
        self.app, self.hostname, self.timeout, self.clock = app, hostname, timeout, clock
        self.interval = timeout / CANARIES
        self._unheard_since: float | None = None
        self._stopped = threading.Event()

    def run(self) -> None:
        """Send test messages at each interval; end the worker process if none comes back in time."""
        while not self._stopped.wait(self.interval):
            self.ping()
            if self.is_missed():
                logger.critical("No message came through the broker for %s seconds; this worker ends.", self.timeout)
                end_worker()
                return

    def ping(self) -> None:
        """Send a test message through the broker to this same worker; a failure to send is only logged."""
        try:
            # Its own queue (worker_direct): any other worker would answer instead. It expires, so that they do not
            # pile up.
            self.app.send_task(TASK, queue=worker_direct(self.hostname), expires=self.timeout, ignore_result=True)
        except Exception as error:
            logger.warning("The canary message could not be sent: %r", error)
            # Not sent, so not missed: the broker is away.
            self._unheard_since = None
        else:
            # The first one that is unanswered counts.
            self._unheard_since = self._unheard_since or self.clock()

    def pong(self) -> None:
        """Note that a test message of this worker has come back from the broker."""
        self._unheard_since = None

    def is_missed(self) -> bool:
        """Return whether this worker's test messages have not come back for longer than the timeout."""
        since = self._unheard_since
        # A worker that runs a task may not receive for as long as that takes.
        timeout = TIMEOUT_WHILE_BUSY if state.active_requests else self.timeout
        return since is not None and self.clock() - since > timeout

    def stop(self) -> None:
        """Tell the thread that sends test messages to end."""
        self._stopped.set()


def end_worker() -> None:
    """End this worker process after its present tasks, or by force after GRACE_PERIOD."""
    # Celery's loop reads this: it finishes the present tasks and ends with that code.
    state.should_stop = EXIT_CODE
    time.sleep(GRACE_PERIOD)
    # Not sys.exit(), which would end this thread alone.
    os._exit(EXIT_CODE)


# The canaries that this process has started.
canaries: list[Canary] = []


# Sent in the worker's main process once it is connected; `sender` is its consumer.
@worker_ready.connect(dispatch_uid="outbox-start-canary")
def start(sender: Any, **_: Any) -> None:
    """Start the thread that tests the broker with messages when a Celery worker is ready (signal receiver)."""
    canary = Canary(sender.app, sender.hostname, getattr(settings, "OUTBOX_CANARY_TIMEOUT", TIMEOUT))
    canary.start()
    canaries.append(canary)


@task_received.connect(dispatch_uid="outbox-canary-pong")
def receive(request: Any, **_: Any) -> None:
    """Note, when a received Celery task is the worker's test message, that it came back (signal receiver)."""
    if request.name == TASK:
        for canary in canaries:
            canary.pong()


@worker_shutdown.connect(dispatch_uid="outbox-stop-canary")
def stop(**_: Any) -> None:
    """Stop the threads that test the broker when the Celery worker shuts down (signal receiver)."""
    while canaries:
        canaries.pop().stop()
