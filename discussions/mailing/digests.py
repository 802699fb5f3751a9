"""Digests of boards: the subscribers to whom one is due, and the posts in it.

A digest covers the unsent rows of deliveries, up to one that is fixed when it is recorded: no post comes twice or
never, however clocks jump and however long a post waited for an editor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

import outbox
from discussions.addresses import is_mail_on
from discussions.models import Delivery, Post, Subscription, Thread
from discussions.outbox_events import DIGESTS, DigestsPayload
from discussions.rules.mail import receiving_subscriptions, wanted_posts
from discussions.services.delivering import BATCH

# The hour in Cambodia from which digests are recorded.
FIRST_HOUR = 7
MAX_BATCHES = 200
# What the server did not take for so long from somebody who gets each post comes in a digest after all.
LATE_AFTER = timedelta(days=1)
# Nobody reads more posts in a mail.
MAX_POSTS = 40
Rhythm = Subscription.Rhythm


@dataclass(frozen=True)
class ThreadNews:
    """The posts of a thread in a digest, in their order."""

    thread: Thread
    posts: list[Post]


@dataclass(frozen=True)
class DigestNews:
    """The news in a digest, by thread; the rows of deliveries that it is made of, and the number of posts left out."""

    threads: list[ThreadNews]
    rows: list[int]
    more: int

    @property
    def count(self) -> int:
        """Return the number of posts in the digest, together with those left out for its length."""
        return self.more + sum(len(each.posts) for each in self.threads)


def period_start(rhythm: str, day: dt.date) -> dt.date:
    """Return the first day of a digest's period: Monday of the day's week for a weekly digest, else the day."""
    return day - timedelta(days=day.weekday()) if rhythm == Rhythm.WEEKLY else day


def due_subscriptions(day: dt.date) -> QuerySet[Subscription]:
    """Return the subscriptions without a digest in this day's period whose posts wait (rhythm EACH: for over a day).

    Of somebody who gets each post: posts that were not taken for a day.
    """
    waiting = Delivery.objects.filter(subscription=OuterRef("pk"), sent_at=None)
    late = waiting.filter(post__published_at__lt=timezone.now() - LATE_AFTER)
    return _without_digest(day).filter(
        Q(rhythm__in=[Rhythm.DAILY, Rhythm.WEEKLY]) & Exists(waiting) | Q(rhythm=Rhythm.EACH) & Exists(late)
    )


def _without_digest(day: dt.date) -> QuerySet[Subscription]:
    # Two conditions, because weekly and daily periods of one day begin on different days.
    done = Q(rhythm=Rhythm.WEEKLY, digest_period=period_start(Rhythm.WEEKLY, day))
    done |= ~Q(rhythm=Rhythm.WEEKLY) & Q(digest_period=day)
    return Subscription.objects.exclude(rhythm=Rhythm.NONE).exclude(done)


def record_due_digests() -> int:
    """Record outbox events for due digests, return the number of digests; 0 before 7 in Cambodia or without mail."""
    now = timezone.localtime()
    if now.hour < FIRST_HOUR or not is_mail_on():
        return 0
    recorded = 0
    for _batch in range(MAX_BATCHES):
        taken = _record_batch(now.date())
        recorded += taken
        if taken < BATCH:
            break
    _end_period_without_news(now.date())
    return recorded


@transaction.atomic
def _record_batch(day: dt.date) -> int:
    """Record one event for the digests of some subscribers, whose rows stay locked until it is; return their number."""
    # skip_locked: two workers that run at once take different subscriptions instead of waiting (PostgreSQL; SQLite
    # has one writer).
    due = due_subscriptions(day).select_for_update(of=("self",), skip_locked=True)
    taken = list(due.order_by("pk")[:BATCH])
    # The highest row now: what is written later waits for the next digest.
    until = Delivery.objects.aggregate(last=Max("pk"))["last"]
    if not taken or until is None:
        return 0
    for subscription in taken:
        subscription.digest_period = period_start(subscription.rhythm, day)
    Subscription.objects.bulk_update(taken, ["digest_period"])
    payload = DigestsPayload(subscriptions=[each.pk for each in taken], until=until, day=day.isoformat())
    outbox.record(DIGESTS, f"digests:{taken[0].pk}", payload)
    return len(taken)


def _end_period_without_news(day: dt.date) -> None:
    """Let a post that appears later today wait for the next digest, also of those for whom nothing waited today."""
    left = _without_digest(day).filter(rhythm__in=[Rhythm.DAILY, Rhythm.WEEKLY])
    left.filter(rhythm=Rhythm.WEEKLY).update(digest_period=period_start(Rhythm.WEEKLY, day))
    left.filter(rhythm=Rhythm.DAILY).update(digest_period=day)


def digest_news(subscription: Subscription, until: int) -> DigestNews:
    """Return the unsent posts that a subscriber may still get, by thread, up to delivery row `until`; rest counted.

    The threads come in the order of their first news.
    """
    unsent = Delivery.objects.filter(subscription=subscription, sent_at=None, pk__lte=until)
    rows = dict(unsent.order_by("pk").values_list("post", "pk"))
    # She may have lost the right to read since the rows were written.
    may_get = receiving_subscriptions(subscription.board_id).filter(pk=subscription.pk).exists()
    wanted = wanted_posts(subscription).filter(pk__in=list(rows)) if may_get else Post.objects.none()
    # Sorted by thread for groupby, which joins neighbours only.
    posts = list(wanted.select_related("thread__board", "organization").order_by("thread", "number"))
    threads = [ThreadNews(of_thread[0].thread, of_thread) for of_thread in _by_thread(posts[:MAX_POSTS])]
    threads.sort(key=lambda news: rows[news.posts[0].pk])
    return DigestNews(threads, list(rows.values()), max(len(posts) - MAX_POSTS, 0))


def _by_thread(posts: list[Post]) -> Iterator[list[Post]]:
    for _thread, group in groupby(posts, key=lambda post: post.thread_id):
        yield list(group)
