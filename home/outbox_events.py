"""The kinds of events about share cards."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class CardPayload(TypedDict):
    """The id of the page whose card is to be deleted."""

    page: int


CARD_DROP = declare("card.drop", CardPayload)
