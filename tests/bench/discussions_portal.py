"""One portal of the benchmark of discussions: a board with subscribers, posts, and a code asked for meanwhile."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from discussions.mailing.handlers import plan_mails  # noqa: E402
from discussions.models import Board, Delivery, Participant, Post, Subscription, Thread  # noqa: E402
from discussions.outbox_events import POST_PUBLISHED, PostPayload  # noqa: E402
from mail import sending  # noqa: E402
from orgs.models import Organization  # noqa: E402
from outbox import record  # noqa: E402
from outbox.models import Event  # noqa: E402
from outbox.services import drain  # noqa: E402
from tests.bench.processes import answer  # noqa: E402

READERS = 400
KHMER = "ស្ត្រីដែលលក់ត្រី និងបន្លែ សួរថា តើផ្សារថ្មីបើកថ្ងៃណា។ "
numbers = count(1)


def handle(command: str, **options: Any) -> Any:
    known = {"subscribe": subscribe, "publish": publish, "plan": plan, "left": left, "drain": drain_all, "code": code}
    return known[command](**options)


def subscribe(readers: int) -> int:
    """A board with subscribers of each post, half of them Khmer; gives their number."""
    board, _new = Board.objects.get_or_create(
        slug="bench",
        defaults={
            "organization": Organization.objects.programme(),
            "mail_name": "bench",
            "name_en": "Bench",
            "name_km": "ក្តារ",
        },
    )
    people = [
        Participant(
            email=f"reader{number}@bench.example.org", language="km" if number % 2 else "en", state="active", name="R"
        )
        for number in range(readers)
    ]
    Participant.objects.bulk_create(people)
    Subscription.objects.bulk_create(
        Subscription(participant=person, board=board, rhythm="each") for person in Participant.objects.all()
    )
    Thread.objects.create(board=board, number=1, title="What about the market?", language="km")
    return Subscription.objects.count()


def new_post() -> Post:
    thread = Thread.objects.select_related("board__organization").get()
    number = next(numbers) + thread.posts.count()
    return Post.objects.create(
        thread=thread,
        number=number,
        name="សុខ ស្រីនាង",
        language="km",
        text=KHMER * 8,
        state="public",
        published_at=timezone.now(),
    )


def publish() -> int:
    """Publish a post as the service does: the post and its event in one transaction."""
    with transaction.atomic():
        post = new_post()
        record(POST_PUBLISHED, f"thread:{post.thread_id}", PostPayload(post=post.pk))
    return post.pk


def plan() -> float:
    """Milliseconds in which a post's deliveries and their event are recorded, inside their transaction.

    With the constraints that PostgreSQL checks at the commit; nothing stays of it, so that the worker has no part.
    """
    event = Event(payload={"post": new_post().pk})
    with transaction.atomic():
        began = time.perf_counter()
        plan_mails(event)
        if connection.vendor == "postgresql":
            connection.check_constraints()
        taken = (time.perf_counter() - began) * 1000
        assert Delivery.objects.filter(post=event.payload["post"]).count() >= READERS
        transaction.set_rollback(True)
    return taken


def left() -> int:
    return Delivery.objects.filter(sent_at=None).count()


def drain_all() -> float:
    """Seconds until everything is sent, by this process alone."""
    began = time.perf_counter()
    while drain():
        pass
    return time.perf_counter() - began


def code(number: int) -> str:
    """Record the mail of a code to sign in; gives its address."""
    to = f"code{number}@bench.example.org"
    with transaction.atomic():
        sending.send(to, "Your code", "123456")
    return to


if __name__ == "__main__":
    answer(handle)
