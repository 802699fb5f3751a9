"""Record events in the transaction in which they happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from common.logs.context import current_request_id
from outbox.declarations import EventKind, Payload
from outbox.models import Event, stream_suffix
from outbox.registry import registry
from outbox.sequence import next_number
from outbox.worker import wakeup


def record(kind: EventKind[Payload], aggregate: str, payload: Payload, *, key: str | None = None) -> Event:
    """Record an outbox event, or reuse the one waiting under `key`. Raises if undeclared, or outside a transaction.

    Effects follow the commit, those of an aggregate in the order in which their transactions commit; outside work in
    the order of recording. A transaction that records for several aggregates keeps the first ones from others until
    it commits: take them in the order of their names, and waiting is as short as can be.
    `payload` must be JSON, with the keys that the kind declares. With `key`, an event of the same kind and key that
    still waits is reused and takes the newer payload.
    Raises TypeError for a kind that is not declared and for a payload with other keys; TransactionManagementError
    outside a transaction, because the event could outlive a change that failed.
    """
    if not registry.is_declared(kind):
        raise TypeError(f"{kind!r} is not a declared kind of event: declare it in a module `outbox_events`.")
    kind.check(payload)
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{kind} can only be recorded inside transaction.atomic().")
    # An event that waits under the same key is reused, so that many changes cause one effect.
    event = _waiting(kind.name, key, payload) if key else None
    if event is None:
        has_job = kind.name in registry.jobs
        # A job has a stream of its own: while it waits for a server, handlers of the same aggregate go on.
        stream = aggregate + stream_suffix(kind.name) if has_job else aggregate
        seq = next_number(stream, keeps_order=not has_job)
        event = Event.objects.create(
            stream=stream, seq=seq, kind=kind.name, payload=payload, key=key or "", request_id=current_request_id()
        )
    wakeup.after_commit()
    return event


def _waiting(kind: str, key: str, payload: Mapping[str, Any]) -> Event | None:
    """Return the event to reuse with the new payload, locked until the caller commits.

    One that a worker or another recorder holds is passed over: it may be running already.
    """
    # Not one under a lease: its job may have read the payload already.
    waiting = Event.objects.pending().filter(kind=kind, key=key, leased_until=None)
    # The newest one; of several under one key the older ones may be just starting.
    event = waiting.select_for_update(skip_locked=True).order_by("id").last()
    # Equal payloads are not written: autosave records the same event every few seconds.
    if event is not None and event.payload != payload:
        event.payload = payload
        event.save(update_fields=["payload"])
    return event
