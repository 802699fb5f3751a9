"""Limits of writing: so many posts and new threads a person and day, by the web and by mail together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import Count, Q, Sum
from django.utils import timezone

from discussions.models import DayCount, Participant, Post
from discussions.rules.address_hashes import address_hashes

POSTS_A_DAY, THREADS_A_DAY = 20, 3
DAY = timedelta(days=1)


class LimitReached(StrEnum):
    """A limit that a participant has reached. The values are codes of Refusal."""

    POSTS = "too_many_posts"
    THREADS = "too_many_threads"


@dataclass(frozen=True)
class WrittenToday:
    """The numbers of posts and of new threads that somebody wrote in 24 hours."""

    posts: int
    threads: int


def limit_reached(participant: Participant, *, is_new_thread: bool) -> LimitReached | None:
    """Return the limit that a participant reached in 24 hours (20 posts, 3 new threads); None below them.

    What she wrote before she left and came back counts too.
    """
    written = written_today(participant)
    if written.posts >= POSTS_A_DAY:
        return LimitReached.POSTS
    return LimitReached.THREADS if is_new_thread and written.threads >= THREADS_A_DAY else None


def written_today(participant: Participant) -> WrittenToday:
    """Return the posts and new threads of the last 24 hours that count for the owner of a participant's address."""
    since = timezone.now() - DAY
    written = Post.objects.filter(participant=participant, created_at__gt=since)
    # Not those of which nobody knows yet who wrote them: anybody can type her address.
    written = written.exclude(origin=Post.Origin.IMPORT).exclude(state=Post.State.UNCONFIRMED)
    now = written.aggregate(posts=Count("pk"), threads=Count("pk", filter=Q(number=1)))
    before = DayCount.objects.filter(address_hash__in=address_hashes(participant.email), left_at__gt=since)
    earlier = before.aggregate(posts=Sum("posts"), threads=Sum("threads"))
    return WrittenToday(now["posts"] + (earlier["posts"] or 0), now["threads"] + (earlier["threads"] or 0))
