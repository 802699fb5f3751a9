"""Mails to followers. They are written when they are sent: what was withdrawn a moment ago is in none of them.

The events hold numbers only, so no address lies in the outbox, and none in its log.
"""

from __future__ import annotations

import smtplib
from typing import Any

from feed.follow import mails
from feed.follow.digests import what_to_tell
from feed.models import Digest, Follow
from feed.outbox_events import FEED_CONFIRMATION, FEED_DIGEST
from mail import sending
from outbox import GiveUp, job
from outbox.models import Event


class NotTakenError(Exception):
    """The server took no mail for somebody, for now. Its own error names her."""


@job(FEED_CONFIRMATION, name="feed.confirmation_mail", lease=sending.LEASE, forget=True)
def ask_whether_it_was_she(event: Event) -> None:
    told = event.payload
    asked = Follow.objects.shown().select_related("follower", "organization", "topic")
    follow = asked.filter(pk=told["follow"]).first()
    if follow is not None:
        _send(event, mails.confirmation_mail(follow, told["rhythm"], told["language"]))


@job(FEED_DIGEST, name="feed.digest_mail", lease=2 * sending.LEASE, forget=True)
def tell_what_is_new(event: Event) -> None:
    """Nothing is sent to who left meanwhile, or where nothing is left to tell."""
    digest = Digest.objects.select_related("follower").filter(pk=event.payload["digest"]).first()
    told = what_to_tell(digest) if digest else None
    if digest and told and told.entries:
        _send(event, mails.digest_mail(digest, told))


def _send(event: Event, letter: dict[str, Any]) -> None:
    try:
        sending.hand_over(event, letter)
    except GiveUp:
        raise GiveUp("The server refuses the address for good.") from None
    except smtplib.SMTPRecipientsRefused:
        raise NotTakenError("The server does not take the address for now.") from None
