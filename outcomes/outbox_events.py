"""The kind of event of the outbox about recommendations without an answer; it holds ids alone."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class UnansweredPayload(TypedDict):
    """The id of an organization, and the translation keys of its pieces with recommendations nobody answered."""

    organization: int
    pieces: list[str]


RECOMMENDATIONS_UNANSWERED = declare("outcomes.unanswered", UnansweredPayload)
