"""The kinds of events of the drill."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class NumberPayload(TypedDict):
    number: int


class DrillPayload(NumberPayload, total=False):
    """`hold` keeps a handler in its middle, `poison` makes one fail every time."""

    hold: bool
    poison: bool


DRILL_HAPPENED = declare("drill.happened", DrillPayload)
DRILL_CHANGED = declare("drill.changed", DrillPayload)
DRILL_SENT = declare("drill.sent", DrillPayload)
