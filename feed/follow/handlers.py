"""Jobs that send mails to followers.

Mails are written when they are sent, so that a page withdrawn a moment ago is in none of them. The events hold ids
only, so no address is in the outbox, nor in its log.
"""

from __future__ import annotations

from feed.follow import mails
from feed.follow.digests import digest_content
from feed.models import Digest, Follow
from feed.outbox_events import FEED_CONFIRMATION, FEED_DIGEST
from mail import sending
from mail.private_sending import hand_over_privately
from outbox import job
from outbox.models import Event


# forget: the payload is emptied once the mail is sent.
@job(FEED_CONFIRMATION, name="feed.confirmation_mail", lease=sending.LEASE, forget=True)
def send_confirmation(event: Event) -> None:
    """Send the mail that asks an address's owner to confirm a follow; nothing if it is gone or not visible."""
    payload = event.payload
    follows = Follow.objects.visible().select_related("follower", "organization", "topic")
    follow = follows.filter(pk=payload["follow"]).first()
    if follow is not None:
        hand_over_privately(event, mails.confirmation_mail(follow, payload["rhythm"], payload["language"]))


# Twice the lease of a mail, because the searches that she follows are run first.
@job(FEED_DIGEST, name="feed.digest_mail", lease=2 * sending.LEASE, forget=True)
def send_digest(event: Event) -> None:
    """Send a digest's mail, unless the follower is gone or none of its pages is public any more (job)."""
    digest = Digest.objects.select_related("follower").filter(pk=event.payload["digest"]).first()
    content = digest_content(digest) if digest else None
    # Pages may have been withdrawn since the digest was recorded.
    if digest and content and content.entries:
        hand_over_privately(event, mails.digest_mail(digest, content))
