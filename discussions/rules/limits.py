"""Limits of writing: so many posts and new threads a person and day, by the web and by mail together."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from discussions.models import Participant, Post

POSTS_A_DAY, THREADS_A_DAY = 20, 3
DAY = timedelta(days=1)


class LimitReached(StrEnum):
    """A limit that a participant has reached. The values are codes of Refusal."""

    POSTS = "too_many_posts"
    THREADS = "too_many_threads"


def limit_reached(participant: Participant, *, is_new_thread: bool) -> LimitReached | None:
    """Return the limit that a participant reached in 24 hours (20 posts, 3 new threads); None below them."""
    written = Post.objects.filter(participant=participant, created_at__gt=timezone.now() - DAY)
    # Not those of which nobody knows yet who wrote them: anybody can type her address.
    written = written.exclude(origin=Post.Origin.IMPORT).exclude(state=Post.State.UNCONFIRMED)
    if written[:POSTS_A_DAY].count() == POSTS_A_DAY:
        return LimitReached.POSTS
    if is_new_thread and written.filter(number=1)[:THREADS_A_DAY].count() == THREADS_A_DAY:
        return LimitReached.THREADS
    return None
