"""The kind of event of the outbox about an archive that a manager asked for; it holds an id alone."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class TakeoutPayload(TypedDict):
    """The id of a manager's request for an archive."""

    request: int


TAKEOUT_ASKED = declare("takeout.asked", TakeoutPayload)
