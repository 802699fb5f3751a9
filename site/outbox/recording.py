"""Writing down that something happened, in the transaction in which it happens."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from outbox import wakeup
from outbox.models import Event, Stream, stream_suffix
from outbox.registry import performer_of

# One statement counts, locks the stream until commit and tells the number: a select before it would let two
# transactions take the same one. PostgreSQL and SQLite read it alike.
NEXT_SEQ = f"""
    INSERT INTO {Stream._meta.db_table} AS stream (key, last_seq) VALUES (%s, 1)
    ON CONFLICT (key) DO UPDATE SET last_seq = stream.last_seq + 1 RETURNING last_seq
"""  # noqa: S608


def record(kind: str, aggregate: str, payload: dict[str, Any], *, key: str | None = None) -> Event:
    """Record an event of `kind` that happened to `aggregate` (such as "page:12").

    Effects follow the commit, those of an aggregate in the order in which their transactions commit.
    `payload` must be JSON. With `key`, an event of the same kind and key that still waits is reused and takes the
    newer payload.
    Raises TransactionManagementError outside a transaction: the event could outlive a change that failed.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{kind} can only be recorded inside transaction.atomic().")
    event = _waiting(kind, key, payload) if key else None
    if event is None:
        stream = aggregate + stream_suffix(kind) if performer_of(kind) else aggregate
        event = Event.objects.create(stream=stream, seq=_next_seq(stream), kind=kind, payload=payload, key=key or "")
    wakeup.after_commit()
    return event


def _waiting(kind: str, key: str, payload: dict[str, Any]) -> Event | None:
    """The event to reuse, locked until the caller commits: no worker runs it on what was there before.

    One that a worker or another recorder holds is passed over: it may be running already.
    """
    waiting = Event.objects.pending().filter(kind=kind, key=key, leased_until=None)
    event = waiting.select_for_update(skip_locked=True).order_by("id").last()
    if event is not None and event.payload != payload:
        event.payload = payload
        event.save(update_fields=["payload"])
    return event


def _next_seq(stream: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SEQ, [stream])
        return cursor.fetchone()[0]
