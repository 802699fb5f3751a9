"""Change how often a participant gets the mails of a board."""

from __future__ import annotations

from django.db import transaction

from discussions.models import Subscription


@transaction.atomic
def choose_rhythm(subscription: Subscription, rhythm: str) -> None:
    """Save how often a subscription gets its board's mails; neither the choice nor any right is checked.

    What waits for a digest and was not sent comes in one more digest, also to somebody who gets each post from now on
    (discussions.mailing.digests).
    """
    # update() and not save(): a save would write back other columns that changed meanwhile.
    Subscription.objects.filter(pk=subscription.pk).update(rhythm=rhythm)
    subscription.rhythm = rhythm


def end_mails(subscription: Subscription) -> None:
    """Set a subscription to get no more mails of its board; the participant may still read and write there."""
    choose_rhythm(subscription, Subscription.Rhythm.NONE)
