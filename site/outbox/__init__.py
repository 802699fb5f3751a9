"""The outbox: events recorded in the same transaction as a change, and their effects, carried out exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outbox.declarations import EventKind, Payload
from outbox.registry import GiveUp, declare, handles, job

if TYPE_CHECKING:
    from outbox.models import Event

__all__ = ["EventKind", "GiveUp", "declare", "handles", "job", "record"]


def record(kind: EventKind[Payload], aggregate: str, payload: Payload, *, key: str | None = None) -> Event:
    """Record an outbox event in the caller's transaction; a waiting one of the same `key` gets the payload instead."""
    # Apps import this package while the app registry is still loading, when no model may be imported.
    from outbox import recording

    return recording.record(kind, aggregate, payload, key=key)
