"""The mail that tells a participant what an editor decided on a post of hers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from discussions.models import Participant, Post
from discussions.outbox_events import POST_DECIDED
from mail import sending
from mail.composer import compose, site_address
from mail.private_sending import hand_over_privately
from outbox import job
from outbox.models import Event


@job(POST_DECIDED, name="discussions.decision_mail", lease=sending.LEASE)
def send_decision(event: Event) -> None:
    """Mail the author of a post what an editor decided on it, unless she has left, is blocked, or her mails came back.

    The event holds ids only, so no address is in the outbox, nor in its log.
    """
    posts = Post.objects.select_related("thread__board", "participant")
    post = posts.filter(pk=event.payload["post"], participant__state=Participant.State.ACTIVE).first()
    if post is not None:
        hand_over_privately(event, decision_mail(post))


def decision_mail(post: Post) -> dict[str, Any]:
    """Return the mail to the author of a post about its state, with the reason and the way to appeal."""
    participant = post.participant
    assert participant is not None
    with override(participant.language):
        link = site_address() + post.url
    mail = compose("discussions/mail/decided", participant.language, {"post": post, "link": link})
    return {
        "to": participant.email,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": participant.language,
        "headers": {},
        # The state is part of it: a post may be hidden after it was published.
        "identity": f"post {post.pk} {post.state} {post.appealed_at}",
    }
