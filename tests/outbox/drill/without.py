"""Takes one rule out of the outbox, as the environment says (DRILL_WITHOUT): a drill must notice."""

from __future__ import annotations

import os
from typing import Any

from outbox.models import Effect, EventQuerySet
from outbox.sweeper import Sweeper


def no_key() -> None:
    """No unique key says what has been applied."""
    Effect.objects.create = lambda **_: None  # type: ignore[method-assign]


def no_order() -> None:
    """An event does not wait for the earlier ones of its aggregate."""

    def all_that_is_due(self: EventQuerySet) -> EventQuerySet:
        return self.due().order_by("id")

    EventQuerySet.heads = all_that_is_due  # type: ignore[method-assign]


def no_sweep() -> None:
    """Nobody looks without having been woken."""

    def sleep(self: Any) -> None:
        return None

    Sweeper.run = sleep  # type: ignore[method-assign]


RULES = {"key": no_key, "order": no_order, "sweep": no_sweep}

if rule := os.environ.get("DRILL_WITHOUT"):
    RULES[rule]()
