"""The kinds of events of the outbox by which feeds are read and own sites proved; they hold ids alone."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class RoundPayload(TypedDict):
    """An empty payload: the rows say which sources are due."""


PRESS_ROUND = declare("press.round", RoundPayload)


class SiteProofPayload(TypedDict):
    """The id of an own site whose front page is to be looked at for its token."""

    source: int


PRESS_SITE_PROOF_ASKED = declare("press.site_proof_asked", SiteProofPayload)
