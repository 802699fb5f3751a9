"""The mails that tell a participant what an editor decided on a post of hers, and whom to call in danger."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from discussions.help_lines import help_for
from discussions.models import Participant, Post
from discussions.outbox_events import POST_DECIDED, POST_URGENT
from mail import sending
from mail.composer import ComposedMail, compose, site_address
from mail.private_sending import hand_over_privately
from outbox import job
from outbox.models import Event


@job(POST_DECIDED, name="discussions.decision_mail", lease=sending.LEASE)
def send_decision(event: Event) -> None:
    """Mail an editor's decision on a post to its author; nothing if blocked, gone or mails are paused (outbox job).

    Nothing either to one who is blocked, or whose mails came back. The event holds ids only, so no address is in the
    outbox, nor in its log.
    """
    posts = Post.objects.select_related("thread__board", "participant")
    post = posts.filter(pk=event.payload["post"], participant__state=Participant.State.ACTIVE).first()
    if post is not None:
        hand_over_privately(event, decision_mail(post))


def decision_mail(post: Post) -> dict[str, Any]:
    """Return the composed mail that tells a post's author its state and the reason, as mail.sending takes it."""
    participant = post.participant
    assert participant is not None
    with override(participant.language):
        link = site_address() + post.url
    mail = compose("discussions/mail/decided", participant.language, {"post": post, "link": link})
    # The state is part of it: a post may be hidden after it was published.
    return _addressed(participant, mail, f"post {post.pk} {post.state} {post.appealed_at}")


@job(POST_URGENT, name="discussions.help_mail", lease=sending.LEASE)
def send_help(event: Event) -> None:
    """Mail help services to the author of a post that came by mail and is urgent; nothing if it is gone (outbox job).

    On the web she sees them at once. The subject says nothing of it: others may see her telephone.
    """
    post = Post.objects.select_related("participant").filter(pk=event.payload["post"]).first()
    if post is None or post.participant is None:
        return
    lines = help_for(post.text, post.participant.language)
    mail = compose("discussions/mail/help", post.participant.language, {"lines": lines})
    hand_over_privately(event, _addressed(post.participant, mail, f"help {post.pk}"))


def _addressed(participant: Participant, mail: ComposedMail, identity: str) -> dict[str, Any]:
    """Return a mail to a participant as mail.sending takes it."""
    return {
        "to": participant.email,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": participant.language,
        "headers": {},
        "identity": identity,
    }
