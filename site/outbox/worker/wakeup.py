"""Wake-ups for workers. One may be lost: the sweep finds every row without it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from celery import Celery
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from common.circuit_breaker import CircuitBreaker

# Seconds after which a wake-up expires: by then the sweep has found the event.
EXPIRES = 60
# The most wake-ups that may wait in the folder of the filesystem broker (messages).
ENOUGH = 20

_thread = threading.local()
# Requests must not all wait for a dead broker.
breaker = CircuitBreaker("The broker of wake-ups")


def after_commit() -> None:
    """Send workers one wake-up message after the current transaction commits, not while this thread drains."""
    # One wake-up for a transaction, however many events it records.
    if _is_draining() or any(function is kick for _, function, *_ in connection.run_on_commit):
        return
    # robust: an error here must not keep other callbacks of the commit from running.
    transaction.on_commit(kick, robust=True)


def kick() -> None:
    """Send workers a wake-up message through the broker, unless enough wait or it is down. Never raises.

    It takes at most as long as the broker's timeouts say (portal.celery).
    """
    if not breaker.allows():
        return
    try:
        app: Celery = import_string(settings.CELERY_APP)
        if not _enough_wait(app):
            # By name: the task's module imports what records, which imports this one.
            app.send_task("outbox.drain", expires=EXPIRES, ignore_result=True)
    except Exception as error:
        # The sweep finds events without a wake-up.
        breaker.record_failure(repr(error))
    else:
        breaker.record_success()


def _enough_wait(app: Celery) -> bool:
    """Return whether enough wake-ups wait in the folder of the filesystem broker.

    Without a worker they would pile up for ever; the first one that is taken finds every row.
    """
    folder = app.conf.broker_transport_options.get("data_folder_out")
    if folder is None:
        return False
    # Canaries of a worker that runs no more wait for ever; they lie in its direct queue.
    # Files of direct queues end in .dq.msg (kombu's filesystem transport).
    return sum(not name.endswith(".dq.msg") for name in os.listdir(folder)) >= ENOUGH


@contextmanager
def draining() -> Iterator[None]:
    """Suppress wake-up messages from this thread in a `with` block."""
    before, _thread.draining = _is_draining(), True
    try:
        yield
    finally:
        _thread.draining = before


def _is_draining() -> bool:
    return getattr(_thread, "draining", False)
