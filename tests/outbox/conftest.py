"""Events and handlers for the tests of the outbox; what a test registers is forgotten after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from outbox import record
from outbox.models import Event, Stream
from outbox.registry import registry
from outbox.worker import wakeup
from tests.outbox.kinds import KINDS


@pytest.fixture(autouse=True)
def own_registry() -> Iterator[None]:
    with registry.restored():
        for kind in KINDS:
            registry.declare(kind)
        yield


@pytest.fixture(autouse=True)
def closed_breaker() -> None:
    wakeup.breaker.reset()


@pytest.fixture(autouse=True)
def empty_outbox(db: None) -> None:
    """Delete the events of the portal's founding, which are not these tests' matter."""
    Event.objects.all().delete()
    Stream.objects.all().delete()


@pytest.fixture
def happen(db: None) -> Callable[..., Event]:
    """Record an event in a transaction of its own: happen("kind", "thing:1", key=..., **payload)."""

    def record_one(kind: str = "test.happened", aggregate: str = "thing:1", key: str | None = None, **payload: Any):
        with transaction.atomic():
            return record(registry.kinds[kind], aggregate, payload, key=key)

    return record_one


@pytest.fixture
def make_all_due(db: None) -> Callable[[], None]:
    """Let the waiting time of every event be over, and every lease."""

    def make_due() -> None:
        now = timezone.now()
        Event.objects.pending().update(due_at=now)
        Event.objects.filter(leased_until__gt=now).update(leased_until=now)

    return make_due
