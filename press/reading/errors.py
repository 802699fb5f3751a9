"""The error of a feed that cannot be read, and the problems that it may have.

The process that parses feeds apart has no models: nothing of press.reading imports them.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedProblem(models.TextChoices):
    """The kinds of errors of a feed that could not be read, with the words for them."""

    UNREACHABLE = "unreachable", _("Its server does not answer, or has no valid certificate.")
    SLOW = "slow", _("Its server takes too long.")
    REFUSED = "refused", _("Its server refuses us.")
    BUSY = "busy", _("Its server asks us to come more seldom.")
    BROKEN = "broken", _("Its server has a fault.")
    MISSING = "missing", _("There is nothing at this address.")
    FORBIDDEN = "forbidden", _("Its address leads to no public place of the web.")
    TOO_LARGE = "too-large", _("It is too large.")
    NO_FEED = "no-feed", _("It is no feed.")
    OTHER_HOST = "other-host", _("It leads to another site.")
    DANGEROUS = "dangerous", _("It holds what no feed needs and what is dangerous to read.")


Problem = FeedProblem


class UnreadableFeedError(Exception):
    """The error of a document that is no feed, or is not read because it is dangerous; `problem` says which."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
