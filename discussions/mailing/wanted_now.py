"""The subscribers of a batch who still get a post, asked again before each mail whose answer is not quite fresh."""

from __future__ import annotations

import time

from discussions.models import Post, Subscription
from discussions.rules.mail import wanting_subscriptions

# Seconds for which an answer holds. One query a mail would cost more than the mail.
FRESH_SECONDS = 0.1


class WantedNow:
    """The subscriptions of a batch; `get` tells of each, right before its mail, whether it still gets the post.

    A post that was hidden, or a subscriber who left, is known a tenth of a second later at the latest: a server that
    keeps each mail waiting makes no old answer be believed.
    """

    def __init__(self, post: Post, subscriptions: list[int]) -> None:
        self._post, self._ids = post, subscriptions
        self._found: dict[int, Subscription] = {}
        self._asked_at = float("-inf")

    def get(self, subscription: int) -> Subscription | None:
        """Return a subscription, by id, with its participant if the post may be mailed to it now; else None."""
        if time.monotonic() - self._asked_at >= FRESH_SECONDS:
            # Before the query: an answer is as old as its question.
            self._asked_at = time.monotonic()
            left = self._ids[self._ids.index(subscription) :]
            found = wanting_subscriptions(self._post).filter(pk__in=left).select_related("participant").order_by()
            self._found = {each.pk: each for each in found}
        return self._found.get(subscription)
