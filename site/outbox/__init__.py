"""What a transaction announces, and the effects that follow it: recorded together, carried out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outbox.registry import GiveUp, handles, performs

if TYPE_CHECKING:
    from outbox.models import Event

__all__ = ["GiveUp", "handles", "performs", "record"]


def record(kind: str, aggregate: str, payload: dict[str, Any], *, key: str | None = None) -> Event:
    """Record an event in the caller's transaction; see outbox.recording.record."""
    # Apps import this package while the app registry is still loading, when no model may be imported.
    from outbox import recording

    return recording.record(kind, aggregate, payload, key=key)
