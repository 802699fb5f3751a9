"""Outbox handlers and jobs that mail a published post: plan its deliveries, send them in batches, send digests."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from discussions.mailing.batch import Batch
from discussions.mailing.digest_mail import digest_mail
from discussions.mailing.digests import digest_news
from discussions.mailing.post_mail import PostMails
from discussions.mailing.wanted_now import WantedNow
from discussions.models import Delivery, Post, Subscription
from discussions.outbox_events import DELIVER, DIGESTS, POST_PUBLISHED, DigestsPayload
from discussions.services.delivering import (
    BATCH,
    delete_unsent,
    mark_sent,
    plan_deliveries,
    record_batch,
    split_batches,
)
from mail.connection import open_connection
from mail.sending import LEASE
from outbox import handles, job, record
from outbox.models import Event

EACH = Subscription.Rhythm.EACH


@handles(POST_PUBLISHED, name="discussions.plan_deliveries")
def plan_mails(event: Event) -> None:
    """Write delivery rows for a still public post and record the sending; none if old or imported (outbox handler)."""
    post = Post.objects.public().select_related("thread").filter(pk=event.payload["post"]).first()
    if post is not None:
        plan_deliveries(post)


@job(DELIVER, name="discussions.deliver", lease=LEASE, is_bulk=True)
def deliver_post(event: Event) -> None:
    """Mail a post by those of its unsent delivery rows that have rhythm EACH; if not public, delete these (outbox job).

    Over one connection. Many rows become events of fifty each; rows of a post that is not public are deleted. A process
    that dies in it has sent one mail at most that is not marked: the next attempt sends that one again, under the same
    Message-ID.
    """
    post_id, first, last = event.payload["post"], event.payload["first"], event.payload["last"]
    unsent = Delivery.objects.filter(post=post_id, pk__range=(first, last), sent_at=None, subscription__rhythm=EACH)
    waiting = list(unsent.order_by("pk").values_list("pk", "subscription"))
    post = _published(post_id)
    if post is None:
        delete_unsent([row for row, _subscription in waiting])
    # Split here and not in plan_mails: there everybody else waits for the transaction on SQLite.
    elif len(waiting) > BATCH:
        split_batches(post_id, [row for row, _subscription in waiting])
    elif waiting and has_died_on_the_way(event, waiting[0][0] > first):
        with transaction.atomic():
            record_batch(post_id, waiting[0][0], last)
    elif waiting:
        _deliver(post, waiting)


def has_died_on_the_way(event: Event, is_begun: bool) -> bool:
    """Return whether an earlier attempt of this event ended without result after a part of it was sent.

    The rest is a batch of its own then. A batch takes as long as many other jobs together, so restarts of a worker may
    meet one three times; then the outbox gives it up as something that kills. What kills stands first in the rest, and
    is given up all the same.
    """
    return is_begun and event.unended > 1


def _deliver(post: Post, waiting: list[tuple[int, int]]) -> None:
    mails, wanted = PostMails(post), WantedNow(post, [subscription for _row, subscription in waiting])
    with open_connection() as connection:
        batch = Batch(connection)
        for row, subscription_id in waiting:
            if batch.is_over:
                with transaction.atomic():
                    record_batch(post.pk, row, waiting[-1][0])
                break
            # Asked right before each mail: see WantedNow.
            subscription = wanted.get(subscription_id)
            if subscription is None:
                delete_unsent([row])
            # Daily and weekly rows wait for their digest.
            elif subscription.rhythm == EACH:
                batch.send(subscription.participant_id, mails.to(subscription), partial(mark_sent, [row]))
    batch.finish()


def _published(post_id: int) -> Post | None:
    found = Post.objects.public().select_related("thread__board__organization", "organization")
    return found.filter(pk=post_id).first()


@job(DIGESTS, name="discussions.digests", lease=LEASE, is_bulk=True)
def send_digests(event: Event) -> None:
    """Mail their digests to the subscriptions of an event that still have unsent posts (outbox job).

    Over one connection, written at this moment. A process that dies in it has sent one digest at most that is not
    marked: the next attempt sends that one again, with the same posts as far as they are public, under the same
    Message-ID.
    """
    asked, until, day = event.payload["subscriptions"], event.payload["until"], event.payload["day"]
    unsent = Delivery.objects.filter(subscription__in=asked, sent_at=None, pk__lte=until)
    left = set(unsent.values_list("subscription", flat=True))
    # In the order of the event, so that `waiting[0]` tells how far an attempt came.
    waiting = [pk for pk in asked if pk in left]
    if waiting and has_died_on_the_way(event, waiting[0] != asked[0]):
        _record_digests(waiting, until, day)
    elif waiting:
        _send_digests(waiting, until, dt.date.fromisoformat(day))


def _record_digests(subscriptions: list[int], until: int, day: str) -> None:
    payload = DigestsPayload(subscriptions=subscriptions, until=until, day=day)
    with transaction.atomic():
        record(DIGESTS, f"digests:{subscriptions[0]}", payload)


def _send_digests(waiting: list[int], until: int, day: dt.date) -> None:
    with open_connection() as connection:
        batch = Batch(connection)
        for number, pk in enumerate(waiting):
            if batch.is_over:
                _record_digests(waiting[number:], until, day.isoformat())
                break
            _send_digest(batch, pk, until, day)
    batch.finish()


def _send_digest(batch: Batch, subscription_id: int, until: int, day: dt.date) -> None:
    found = Subscription.objects.select_related("participant", "board__organization")
    subscription = found.filter(pk=subscription_id).first()
    if subscription is None:
        return
    news = digest_news(subscription, until)
    if news.threads:
        batch.send(subscription.participant_id, digest_mail(subscription, news, day), partial(mark_sent, news.rows))
    else:
        delete_unsent(news.rows)
