"""A portal of next to no apps whose workers are killed, and what becomes of its events."""

from __future__ import annotations

import json
from typing import Any

from tests.services.servers import Portal, wait_for

SETTINGS = "tests.outbox.settings"
HANDLERS = ["first", "second"]
SWEEP = 0.5

RECORD = """
from django.db import transaction
from outbox import record
from outbox.registry import registry
def happen(number, aggregate="thing:1", kind="drill.happened", key=None, **payload):
    with transaction.atomic():
        return record(registry.kinds[kind], aggregate, {"number": number, **payload}, key=key)
"""


class Drill:
    """A portal of next to no apps, and what has become of the events in it."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.data = portal, portal.data

    def record(self, script: str) -> str:
        return self.portal.python(f"{RECORD}\n{script}")

    def applied(self) -> list[tuple[str, str, int]]:
        return self.portal.query("SELECT handler, aggregate, number FROM drill_applied ORDER BY id")

    def rows(self, statement: str) -> list[tuple[Any, Any]]:
        """Rows of a number and a JSON text, which only PostgreSQL gives as what it means."""
        rows = self.portal.query(statement)
        return [(number, json.loads(text) if isinstance(text, str) else text) for number, text in rows]

    def sent(self) -> list[int]:
        sent = self.data / "sent"
        return [int(line) for line in sent.read_text().split()] if sent.exists() else []

    def pending(self) -> int:
        return self.portal.query("SELECT count(*) FROM outbox_event WHERE state = 0")[0][0]

    def settle(self, seconds: float = 20) -> None:
        wait_for(lambda: self.pending() == 0, "all events to be settled", seconds, every=0.05)

    def hold(self) -> None:
        """Keep the next effect that asks for it in its middle."""
        (self.data / "hold").touch()

    def wait_until_held(self) -> None:
        wait_for((self.data / "held").exists, "an effect to begin")

    def let_go(self) -> None:
        (self.data / "hold").unlink()


def in_order(numbers: range, aggregate: str = "thing:1") -> list[tuple[str, str, int]]:
    return [(handler, aggregate, number) for number in numbers for handler in HANDLERS]
