"""The kind of event of the outbox about a batch that is published or removed in slices; it holds an id alone."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class MoveInPayload(TypedDict):
    """The id of a batch."""

    batch: int


MOVE_IN_WORK = declare("moving.work", MoveInPayload)
