"""Jobs that send mails to followers.

Mails are written when they are sent, so that a page withdrawn a moment ago is in none of them. The events hold ids
only, so no address is in the outbox, nor in its log.
"""

from __future__ import annotations

import smtplib
from typing import Any

from feed.follow import mails
from feed.follow.digests import digest_content
from feed.models import Digest, Follow
from feed.outbox_events import FEED_CONFIRMATION, FEED_DIGEST
from mail import sending
from outbox import GiveUp, job
from outbox.models import Event


class MailNotAcceptedError(Exception):
    """An error that says the server does not accept a mail for now, without the address in its text."""


@job(FEED_CONFIRMATION, name="feed.confirmation_mail", lease=sending.LEASE, forget=True)
def send_confirmation(event: Event) -> None:
    """Send the mail that asks the owner of an address to confirm a follow; nothing if that is gone."""
    payload = event.payload
    follows = Follow.objects.visible().select_related("follower", "organization", "topic")
    follow = follows.filter(pk=payload["follow"]).first()
    if follow is not None:
        _send(event, mails.confirmation_mail(follow, payload["rhythm"], payload["language"]))


@job(FEED_DIGEST, name="feed.digest_mail", lease=2 * sending.LEASE, forget=True)
def send_digest(event: Event) -> None:
    """Send a follower the mail of a digest, unless she has left meanwhile or nothing of it is public any more."""
    digest = Digest.objects.select_related("follower").filter(pk=event.payload["digest"]).first()
    content = digest_content(digest) if digest else None
    if digest and content and content.entries:
        _send(event, mails.digest_mail(digest, content))


def _send(event: Event, message: dict[str, Any]) -> None:
    """Send a mail; errors are replaced by some that do not name the address."""
    try:
        sending.hand_over(event, message)
    except GiveUp:
        # `from None`: the server's own error names the address, and would be stored with the event.
        raise GiveUp("The server refuses the address for good.") from None
    except smtplib.SMTPRecipientsRefused:
        raise MailNotAcceptedError("The server does not take the address for now.") from None
