"""The kinds of events of the outbox about events' papers."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class PaperPayload(TypedDict):
    """The id of the page whose papers are to be deleted."""

    page: int


PAPER_DROP = declare("paper.drop", PaperPayload)
