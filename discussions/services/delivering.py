"""Plan the mails of published posts: one row for each post and subscriber, marked right after the server took it.

A row says that a post is to reach a subscriber, in whatever rhythm: at once by a batch, or by her next digest. So a
post that waited for an editor is in the digest after its publication, and no clock decides what anybody gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from discussions.addresses import is_mail_on
from discussions.models import Delivery, Participant, Post, Subscription
from discussions.outbox_events import DELIVER, DeliverPayload
from outbox import record

# The mails that go out over one connection.
BATCH = 50
# A post that was hidden and is shown again after so long is no news.
NEWS_FOR = timedelta(days=30)
# Rows that are sent only keep a post from going out twice: no post goes out after NEWS_FOR.
KEPT_FOR = timedelta(days=90)


def plan_deliveries(post: Post) -> int:
    """Write a post's delivery rows, record the job that sends them; return their number; 0 if old, imported or no mail.

    Call it in a transaction. Nothing where mail is switched off, for an imported post, or for a post published 30 days
    ago. Rows that are there stay: a post that is shown again goes to those alone who did not get it. Reads its thread.
    """
    is_old = post.published_at is None or post.published_at < timezone.now() - NEWS_FOR
    if not is_mail_on() or is_old or post.origin == Post.Origin.IMPORT:
        return 0
    written = _write_rows(post)
    if written:
        # One event for all, which becomes one for each batch: here others wait for this transaction. Nobody else knows
        # the new rows, so no other event can be about them: unlike a batch, it needs no key.
        first, last = min(written), max(written)
        record(DELIVER, f"delivery:{first}", DeliverPayload(post=post.pk, first=first, last=last))
    return len(written)


def _write_rows(post: Post) -> list[int]:
    """Write the missing delivery rows of a post for active subscribers other than its author; return their ids.

    Everybody else waits for this transaction on SQLite, so it is one statement, and asks no more than it must. Who may
    read, who muted the thread and who blocked whom is asked at the moment of sending (discussions.rules.mail).
    """
    active = Subscription.objects.filter(board=post.thread.board_id, participant__state=Participant.State.ACTIVE)
    wanted = active.exclude(rhythm=Subscription.Rhythm.NONE).exclude(participant=post.participant_id)
    # The query that Django made, as text and values; the statement below cannot be written with the ORM.
    subscriptions, values = wanted.order_by().values("id").query.sql_with_params()
    # The condition "true" keeps SQLite from reading ON CONFLICT as part of a join.
    insert = f"""
        INSERT INTO {Delivery._meta.db_table} (post_id, subscription_id, sent_at)
        SELECT %s, wanted.id, NULL FROM ({subscriptions}) AS wanted WHERE true ON CONFLICT DO NOTHING RETURNING id
    """  # noqa: S608 - names of tables and SQL that Django wrote; every value is a parameter
    with connection.cursor() as cursor:
        cursor.execute(insert, [post.pk, *values])
        return [row for (row,) in cursor.fetchall()]


@transaction.atomic
def split_batches(post: int, rows: list[int]) -> None:
    """Record outbox events that send these delivery rows (ids) of a post, one event for each 50 rows."""
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        record_batch(post, part[0], part[-1])


def record_batch(post: int, first: int, last: int) -> None:
    """Record the outbox event that sends a post's unsent deliveries from row `first` to row `last`."""
    # A stream for each batch: one that waits for its server holds up no other.
    # The key keeps a process that dies right after it has split rows from splitting them into two of each.
    payload = DeliverPayload(post=post, first=first, last=last)
    record(DELIVER, f"delivery:{first}", payload, key=f"delivery {first} to {last}")


def mark_sent(rows: Iterable[int]) -> None:
    """Mark these delivery rows, by id, as sent now, unless they are marked already."""
    Delivery.objects.filter(pk__in=list(rows), sent_at=None).update(sent_at=timezone.now())


def delete_unsent(rows: Iterable[int]) -> None:
    """Delete these delivery rows, by id, unless they were sent."""
    Delivery.objects.filter(pk__in=list(rows), sent_at=None).delete()


@transaction.atomic
def delete_old_deliveries() -> int:
    """Delete the delivery rows of posts that were published more than 90 days ago; return their number."""
    old = Delivery.objects.filter(post__published_at__lt=timezone.now() - KEPT_FOR)
    deleted, _by_model = old.delete()
    return deleted
