"""The kinds of events that send mails to followers; they hold ids, so no address is in the outbox."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class ConfirmationPayload(TypedDict):
    """The id of a row of Follow, and the rhythm and language that were chosen when asking."""

    follow: int
    rhythm: str
    language: str


class DigestPayload(TypedDict):
    """The id of a digest."""

    digest: int


FEED_CONFIRMATION = declare("feed.confirmation", ConfirmationPayload)
FEED_DIGEST = declare("feed.digest", DigestPayload)
