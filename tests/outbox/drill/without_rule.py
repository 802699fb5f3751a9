"""The outbox with one rule taken out: a drill, or a test of the rule, must notice.

For a drill the environment names the rule (DRILL_WITHOUT).
"""

from __future__ import annotations

import os
from typing import Any

from outbox.models import Effect, EventQuerySet
from outbox.worker.sweeper import Sweeper


def write_no_key(_: Any) -> None:
    """Nothing says what has been applied."""


def all_that_is_due(events: EventQuerySet) -> EventQuerySet:
    """An event does not wait for the earlier ones of its aggregate."""
    return events.due().order_by("id")


def run_no_sweep(sweeper: Sweeper) -> None:
    """Nobody looks who has not been woken."""


# What is replaced by what.
RULES: dict[str, tuple[Any, str, Any]] = {
    "key": (Effect.objects, "bulk_create", write_no_key),
    "order": (EventQuerySet, "heads", all_that_is_due),
    "sweep": (Sweeper, "run", run_no_sweep),
}

if rule := os.environ.get("DRILL_WITHOUT"):
    setattr(*RULES[rule])
