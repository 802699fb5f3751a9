"""The kind of event of the outbox by which feeds are read."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class RoundPayload(TypedDict):
    """An empty payload: the rows say which sources are due."""


PRESS_ROUND = declare("press.round", RoundPayload)
