"""The error of a feed that cannot be read, and the problems that it may have.

The process that parses feeds apart has no models: nothing of press.reading imports them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class FeedProblem(StrEnum):
    """The kinds of errors of a feed that could not be read.

    Not one of Django's choices, because these bring all of its models with them.
    """

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    REFUSED = "refused"
    BUSY = "busy"
    BROKEN = "broken"
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    TOO_LARGE = "too-large"
    NO_FEED = "no-feed"
    OTHER_HOST = "other-host"
    DANGEROUS = "dangerous"

    @property
    def label(self) -> str:
        """Return the problem's description in the active language, for people."""
        return str(WORDS[self])

    @classmethod
    def choices(cls) -> list[tuple[str, Any]]:
        """Return the codes with their words, as fields of models take them."""
        return [(each.value, WORDS[each]) for each in cls]


Problem = FeedProblem
WORDS = {
    Problem.UNREACHABLE: _("Its server does not answer, or has no valid certificate."),
    Problem.SLOW: _("Its server takes too long."),
    Problem.REFUSED: _("Its server refuses us."),
    Problem.BUSY: _("Its server asks us to come more seldom."),
    Problem.BROKEN: _("Its server has a fault."),
    Problem.MISSING: _("There is nothing at this address."),
    Problem.FORBIDDEN: _("Its address leads to no public place of the web."),
    Problem.TOO_LARGE: _("It is too large."),
    Problem.NO_FEED: _("It is no feed."),
    Problem.OTHER_HOST: _("It leads to another site."),
    Problem.DANGEROUS: _("It holds what no feed needs and what is dangerous to read."),
}


class UnreadableFeedError(Exception):
    """The error of a document that is no feed, or is not read because it is dangerous; `problem` says which."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
