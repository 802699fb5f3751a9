"""Publish posts, and take them from the public: the only code that changes whether a post is public."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from catalog.sources.writing import remove_entries
from discussions.finding.entries import DISCUSSION
from discussions.locks import locked_thread
from discussions.matters.names import POST
from discussions.models import Post, Thread
from discussions.outbox_events import POST_CLOSED, POST_PUBLISHED, PostPayload
from moderation.services.matters import close_matter, open_matter
from orgs.public_version import bump_version
from outbox import record


@transaction.atomic
def publish_post(post: Post) -> None:
    """Make a post public, close its matter, record the event; nothing if public already. No rights are checked."""
    thread = locked_thread(post.thread_id)
    # Under the lock: another one may have published or closed it.
    post.refresh_from_db(fields=["state", "published_at"])
    if post.is_public:
        return
    post.state = Post.State.PUBLIC
    # A post that was hidden and is shown again keeps its time.
    post.published_at = post.published_at or timezone.now()
    post.save(update_fields=["state", "published_at"])
    # Nothing is left to decide where it waited until now.
    close_matter(POST, post.pk)
    count_posts(thread)
    record(POST_PUBLISHED, f"thread:{thread.pk}", PostPayload(post=post.pk))


@transaction.atomic
def close_post(post: Post, state: Post.State) -> None:
    """Set a post to a non-public state, close its matter; if it was public, drop its thread's catalog row, record it.

    Then cached pages are outdated and the event is recorded whose handler writes the row again without the post. Its
    words leave pages, lists and search in the same transaction.
    """
    thread = locked_thread(post.thread_id)
    post.refresh_from_db(fields=["state"])
    was_public = post.is_public
    post.state = state
    post.save(update_fields=["state"])
    close_matter(POST, post.pk)
    if was_public:
        count_posts(thread)
        # The outbox writes the row again without the post: that takes a fifth of a second for a long thread, and who
        # leaves may have written much.
        remove_entries(DISCUSSION, [thread.pk])
        record(POST_CLOSED, f"thread:{thread.pk}", PostPayload(post=post.pk))


def put_before_editors(post: Post) -> None:
    """Open a matter for editors about a post, before others when it is urgent; its thread must be locked."""
    board = post.thread.board
    open_matter(POST, post.pk, board.organization, post.thread.title, urgent=post.is_urgent, language=post.language)


def count_posts(thread: Thread) -> None:
    """Store a thread's number of public posts and the time of the newest one; outdate cached pages."""
    public = Post.objects.public().filter(thread=thread)
    found = public.aggregate(posts=Count("pk"), newest=Max("published_at"))
    thread.public_posts, thread.last_post_at = found["posts"], found["newest"]
    thread.save(update_fields=["public_posts", "last_post_at"])
    bump_version()
