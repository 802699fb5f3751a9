"""Services of the outbox: carry out due events, retry dead ones and delete old ones."""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from collections.abc import Iterable
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from outbox.execution.attempts import UNDECLARED_WAITS, run
from outbox.models import Event, EventQuerySet, Stream
from outbox.registry import registry
from outbox.worker import wakeup

logger = logging.getLogger(__name__)

BATCH_SIZE = 50
# Events of one stream that are carried out before others have their turn.
MAX_IN_A_ROW = 10
# Seconds after which jobs make way for handlers that have become due.
JOB_SECONDS = 1.0
PURGE_BATCH = 500
KEPT_FOR = timedelta(days=7)

_outside = threading.Lock()


def drain(limit: int | None = None, seconds: float = math.inf) -> int:
    """Carry out due outbox events, and events that these record, up to a limit and time; return the number of attempts.

    At most `limit` events are carried out, and none is begun after `seconds`.
    """
    tried, until = 0, time.monotonic() + seconds
    with wakeup.draining():
        while (most := BATCH_SIZE if limit is None else min(BATCH_SIZE, limit - tried)) > 0:
            # Handlers first: public pages must not wait for mails and other servers.
            ran = _run_handlers(most, until) or _run_jobs(most, until)
            if not ran:
                break
            tried += ran
    return tried


def _run_handlers(most: int, until: float) -> int:
    """Carry out due events that have handlers.

    A kind that is not declared here waits: in an upgrade, workers of the old release run beside the new one.
    """
    # Kinds that only a newer release declares wait for its workers; see UNDECLARED_WAITS.
    known = Q(kind__in=registry.kinds.keys() - registry.jobs.keys())
    given_up = ~Q(kind__in=list(registry.kinds)) & Q(created_at__lt=timezone.now() - UNDECLARED_WAITS)
    return _run_all(Event.objects.heads().filter(known | given_up), most, until)


def _run_jobs(most: int, until: float) -> int:
    """Carry out due events that have a job: not for long at a time, and in one thread of a process.

    When a server hangs, every attempt takes as long as its timeout: the other thread sees to the pages meanwhile.
    """
    if not _outside.acquire(blocking=False):
        # Another thread of this process works outside: this one goes back to handlers.
        return 0
    try:
        until = min(until, time.monotonic() + JOB_SECONDS)
        bulk = [kind for kind, job in registry.jobs.items() if job.is_bulk]
        urgent = Event.objects.heads().filter(kind__in=registry.jobs.keys() - bulk)
        # One bulk job, then all the rest is looked at again.
        return _run_all(urgent, most, until) or _run_all(Event.objects.heads().filter(kind__in=bulk), 1, until)
    finally:
        _outside.release()


def _run_all(events: EventQuerySet, most: int, until: float) -> int:
    later = Event.objects.pending().filter(stream=OuterRef("stream"), seq__gt=OuterRef("seq"))
    heads = list(events.values_list("id", "kind", "stream", Exists(later))[:most])
    # In random order: workers that start together would otherwise wait for each other at every row.
    random.shuffle(heads)
    ran = 0
    for event_id, kind, stream, has_more in heads:
        # When nothing waits behind the event, its stream is not looked at again: events that it causes come up with the
        # next heads.
        in_a_row = min(MAX_IN_A_ROW, most - ran) if has_more else min(1, most - ran)
        ran += _run_stream(event_id, kind, stream, in_a_row, until)
    return ran


def _run_stream(event_id: int, kind: str, stream: str, most: int, until: float) -> int:
    """Carry out the first event of a stream, and those that wait behind it.

    To look for all first events costs more, the more events wait.
    """
    waiting = Event.objects.pending().filter(stream=stream).order_by("seq").values_list("id", "kind")
    head: tuple[int, str] | None = (event_id, kind)
    ran = 0
    # time.monotonic: a clock that is set would end or lengthen the sweep.
    while head and ran < most and time.monotonic() < until and run(*head):
        ran += 1
        head = waiting.first() if ran < most else None
    return ran


def sweep(seconds: float = math.inf) -> int:
    """Carry out due outbox events; return the number of attempts. If the database goes away, log it and return 0.

    The next sweep does the rest.
    """
    # A thread of its own has no request, after which Django would close dead connections.
    close_old_connections()
    try:
        return drain(seconds=seconds)
    except (OperationalError, InterfaceError) as error:
        logger.warning("The sweep of the outbox ended early: %r", error)
        connection.close()
        return 0


def retry_dead(events: Iterable[int] | None = None, kind: str | None = None) -> int:
    """Set given-up outbox events (by ids, by kind, or all) pending with no attempts; return their number."""
    dead = Event.objects.dead()
    if events is not None:
        dead = dead.filter(pk__in=events)
    if kind is not None:
        dead = dead.filter(kind=kind)
    with transaction.atomic():
        # Attempts from zero: whoever retries has mended the cause.
        revived = dead.update(
            state=Event.State.PENDING, attempts=0, unended=0, due_at=timezone.now(), leased_until=None, settled_at=None
        )
        wakeup.after_commit()
    return revived


def purge(older_than: timedelta = KEPT_FOR) -> int:
    """Delete outbox events done longer ago than `older_than`, then empty streams; return the number of events.

    Dead events stay until somebody has dealt with them.
    """
    done = Event.objects.filter(state=Event.State.DONE, settled_at__lt=timezone.now() - older_than)
    purged = 0
    while batch := list(done.values_list("id", flat=True)[:PURGE_BATCH]):
        with transaction.atomic():
            # Small batches: on SQLite each transaction keeps all others from writing.
            Event.objects.filter(pk__in=batch).delete()
        purged += len(batch)
    _purge_streams()
    return purged


def _purge_streams() -> None:
    empty = Stream.objects.filter(~Exists(Event.objects.filter(stream=OuterRef("key"))))
    while True:
        with transaction.atomic():
            keys = [stream.key for stream in empty.select_for_update(skip_locked=True)[:PURGE_BATCH]]
            # Asked again now that the rows are locked: an event may have been recorded between select and
            # lock, and a stream that began again at one would put later events before it.
            removed, _ = empty.filter(key__in=keys).delete()
        if not removed:
            return
