"""Let participants withdraw posts, sign out and leave. Each function is one transaction."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from discussions.models import IncomingMail, Participant, Post
from discussions.services.publishing import close_post

# What stands in place of a text that its author took along.
NO_TEXT = "—"


def withdraw_post(post: Post) -> None:
    """Take a post from everybody, as its author asked; nobody, not even she, can bring it back."""
    if post.state != Post.State.WITHDRAWN:
        close_post(post, Post.State.WITHDRAWN)


@transaction.atomic
def sign_out_everywhere(participant: Participant) -> None:
    """Let none of the devices be known any more on which a participant confirmed her address."""
    participant.signed_out_at = timezone.now()
    participant.save(update_fields=["signed_out_at"])


@transaction.atomic
def leave(participant: Participant, *, with_posts: bool) -> None:
    """Delete a participant with her address, subscriptions and drafts.

    Her public posts stay under their names, or with `with_posts` go: their texts are erased. What nobody has decided on
    is withdrawn either way. What was cut from her mails is erased, and so are their ids, which may name her.
    One whom an editor blocked is blocked again if she comes back within a year.
    """
    posts = Post.objects.filter(participant=participant)
    closed = posts.exclude(state=Post.State.WITHDRAWN)
    for post in closed if with_posts else closed.exclude(state=Post.State.PUBLIC):
        close_post(post, Post.State.WITHDRAWN)
    posts.filter(state=Post.State.WITHDRAWN).update(text=NO_TEXT, name=NO_TEXT, reason="", appeal="")
    posts.update(message_id="")
    hers = Q(post__participant=participant) | Q(asked__participant=participant)
    IncomingMail.objects.filter(hers).exclude(cut="").update(cut="")
    participant.delete()
