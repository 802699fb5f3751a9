"""The kinds of events that the outbox's own tests record; the fixture `own_registry` declares them."""

from __future__ import annotations

from itertools import count
from typing import Any, TypedDict

from outbox import EventKind


class AnyPayload(TypedDict, total=False):
    """Whatever a test wants its events to carry."""

    page: Any
    link: str
    now: str
    number: int
    version: int


class _Number(TypedDict):
    number: int


class NumberedPayload(_Number, total=False):
    """One key that must be there, and one that may be."""

    hold: bool


HAPPENED = EventKind("test.happened", AnyPayload)
FOLLOWED = EventKind("test.followed", AnyPayload)
OTHER = EventKind("test.other", AnyPayload)
POISON = EventKind("test.poison", AnyPayload)
SENT = EventKind("test.sent", AnyPayload)
DRAWN = EventKind("test.drawn", AnyPayload)
KINDS = (HAPPENED, FOLLOWED, OTHER, POISON, SENT, DRAWN)

_numbers = count(1)


def new_name() -> str:
    """Return a name for a handler or a job of which a test need not know the name."""
    return f"tests.{next(_numbers)}"
