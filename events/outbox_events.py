"""The kinds of events of the package; they hold ids, so neither an address nor a name is in the outbox."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class PaperPayload(TypedDict):
    """The id of the page whose papers are to be deleted."""

    page: int


class RegistrationMailPayload(TypedDict):
    """A mail to somebody who registered: the id of the registration, and the name of the mail's template."""

    registration: int
    template: str


class GatheringPayload(TypedDict):
    """The id of a gathering."""

    gathering: int


# The date has come on which people of this gathering are deleted.
PEOPLE_EXPIRED = declare("events.people_expired", GatheringPayload)
REGISTRATION_MAIL = declare("events.registration_mail", RegistrationMailPayload)
PAPER_DROP = declare("paper.drop", PaperPayload)
