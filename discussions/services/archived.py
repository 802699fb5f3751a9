"""Decide on the posts of a thread of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from discussions.models import Post
from discussions.services.publishing import publish_post
from moderation.checks.personal_data import findings_in

if TYPE_CHECKING:
    from accounts.models import User


def decide_archived(thread_id: int, editor: User, reason: str, *, approve: bool) -> None:
    """Publish a thread's waiting imported posts but reject those with personal data, or reject all; rights unchecked.

    The thread is locked.
    """
    posts = Post.objects.archived().filter(thread=thread_id)
    for post in posts.select_related("thread__board__organization").order_by("number"):
        held = "" if approve else reason
        if approve and next(findings_in([post.text]), None) is not None:
            held = _("Personal data was found in it.")
        if held or not approve:
            Post.objects.filter(pk=post.pk).update(state=Post.State.REFUSED, reason=held, closed_by=editor)
        else:
            # One at a time: each has its event, and the thread's counters are right after each.
            publish_post(post)
