"""Let participants withdraw posts, sign out and leave. Each function is one transaction."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from discussions.locks import lock_all_of
from discussions.models import IncomingMail, Participant, Post
from discussions.services.publishing import close_post

# What stands in place of a text that its author took along.
NO_TEXT = "—"


def withdraw_post(post: Post) -> None:
    """Withdraw a post for good: it is public no more; nothing if withdrawn already. Who asks is not checked."""
    if post.state != Post.State.WITHDRAWN:
        close_post(post, Post.State.WITHDRAWN)


@transaction.atomic
def sign_out_everywhere(participant: Participant) -> None:
    """Make all devices forget a participant: cookies set before now are no longer valid."""
    participant.signed_out_at = timezone.now()
    participant.save(update_fields=["signed_out_at"])


@transaction.atomic
def leave(participant: Participant, *, with_posts: bool) -> None:
    """Delete a participant, withdrawing her posts (public ones only `with_posts`), and erase withdrawn texts.

    Her subscriptions and drafts go too. Her other public posts stay under their names. What was cut from her mails is
    erased, and so are their ids, which may name her. One whom an editor blocked is blocked again if she comes back
    within a year.
    """
    # All locks first, in one order: close_post below takes them again.
    lock_all_of(participant)
    posts = Post.objects.filter(participant=participant)
    closed = posts.exclude(state=Post.State.WITHDRAWN)
    for post in closed if with_posts else closed.exclude(state=Post.State.PUBLIC):
        close_post(post, Post.State.WITHDRAWN)
    posts.filter(state=Post.State.WITHDRAWN).update(text=NO_TEXT, name=NO_TEXT, reason="", appeal="")
    posts.update(message_id="")
    hers = Q(post__participant=participant) | Q(asked__participant=participant)
    IncomingMail.objects.filter(hers).exclude(cut="").update(cut="")
    # Last: receivers remember her by what she wrote (after_leaving).
    participant.delete()
