from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from outbox import GiveUp, handles, job, services
from outbox.execution.retries import Retries
from outbox.models import Event
from outbox.services import drain
from tests.outbox.kinds import DRAWN, HAPPENED, SENT, new_name

pytestmark = pytest.mark.django_db


def stored() -> Event:
    return Event.objects.get(kind="test.sent")


@pytest.mark.django_db(transaction=True)
def test_outside_work_runs_outside_any_transaction_under_a_committed_lease(happen):
    seen = []

    @job(SENT, name=new_name(), lease=30)
    def send(event: Event) -> None:
        left = stored().leased_until - timezone.now()
        seen.append((connection.in_atomic_block, timedelta(seconds=25) < left <= timedelta(seconds=30)))

    happen("test.sent")
    drain()
    assert seen == [(False, True)]
    assert (stored().state, stored().leased_until) == (Event.State.DONE, None)


def test_outside_work_that_fails_does_not_hold_up_its_aggregate(happen):
    seen = []
    job(SENT, name=new_name())(fail)
    handles(HAPPENED, name=new_name())(lambda event: seen.append(event.aggregate))
    happen("test.sent", "page:12")
    happen("test.happened", "page:12")
    drain()
    assert seen == ["page:12"]
    assert stored().aggregate == "page:12"
    assert stored().state == Event.State.PENDING
    assert "no route" in stored().error


def test_what_a_killed_process_left_is_tried_again_when_its_lease_is_over(happen, make_all_due):
    sent = []
    job(SENT, name=new_name())(lambda event: sent.append(event.id))
    event = happen("test.sent")
    Event.objects.update(attempts=1, leased_until=timezone.now() + timedelta(seconds=60))
    assert drain() == 0
    make_all_due()
    drain()
    assert sent == [event.id]


def test_work_that_kills_its_process_every_time_is_given_up(happen, make_all_due):
    job(SENT, name=new_name(), retries=Retries(attempts=2, first=1, longest=1))(fail)
    happen("test.sent")
    Event.objects.update(attempts=2, leased_until=timezone.now())
    drain()
    assert stored().state == Event.State.DEAD
    assert stored().error


def test_attempts_are_limited(happen, make_all_due):
    job(SENT, name=new_name(), retries=Retries(attempts=2, first=1, longest=1))(fail)
    happen("test.sent")
    drain()
    make_all_due()
    drain()
    assert (stored().state, stored().attempts) == (Event.State.DEAD, 2)


def test_what_cannot_succeed_is_given_up_at_once(happen):
    @job(SENT, name=new_name())
    def send(event: Event) -> None:
        raise GiveUp("no such mailbox")

    happen("test.sent")
    drain()
    assert stored().state == Event.State.DEAD
    assert "no such mailbox" in stored().error


def test_who_outlives_his_lease_does_not_overwrite_a_later_attempt(happen):
    @job(SENT, name=new_name())
    def send(event: Event) -> None:
        later = {"attempts": 2, "leased_until": timezone.now() + timedelta(seconds=60)}
        Event.objects.filter(pk=event.pk).update(**later)

    happen("test.sent")
    drain(limit=1)
    assert (stored().state, stored().attempts) == (Event.State.PENDING, 2)


def test_a_payload_with_secrets_is_forgotten_once_done(happen):
    job(SENT, name=new_name(), forget=True)(lambda event: None)
    happen("test.sent", link="https://example.org/invitation/secret")
    drain()
    assert stored().payload == {}


def test_what_stays_in_the_database_goes_before_what_goes_outside(happen):
    seen = []
    job(SENT, name=new_name())(lambda event: seen.append(event.kind))
    handles(HAPPENED, name=new_name())(lambda event: seen.append(event.kind))
    for number in range(3):
        happen("test.sent", f"page:{number}")
        happen("test.happened", f"page:{number}")
    drain()
    assert seen == ["test.happened"] * 3 + ["test.sent"] * 3


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_keeps_one_thread_of_a_process_busy_and_no_page_waits(happen):
    hung, answered = threading.Event(), threading.Event()

    @job(SENT, name=new_name())
    def send(event: Event) -> None:
        hung.set()
        answered.wait(20)

    handles(HAPPENED, name=new_name())(lambda event: None)
    for number in range(services.BATCH_SIZE + 1):
        happen("test.sent", f"page:{number}")
    other_thread = threading.Thread(target=lambda: (drain(limit=1), connection.close()))
    other_thread.start()
    try:
        assert hung.wait(20)
        happen("test.happened", "page:1")
        assert drain() == 1
    finally:
        answered.set()
        other_thread.join(20)


def test_what_is_due_is_begun_only_while_there_is_time(happen):
    handles(HAPPENED, name=new_name())(lambda event: time.sleep(0.02))
    for number in range(20):
        happen(aggregate=f"page:{number}")
    assert 0 < drain(seconds=0.1) < 20


def fail(event: Event) -> None:
    raise OSError("no route to host")


class PowerCut(BaseException):
    """Ends a process in the middle of a job, as far as the outbox can tell."""


def test_what_ended_three_processes_is_given_up_visibly(happen, make_all_due):
    """However many attempts it has left: after each restart it would kill the worker again."""
    begun = []

    @job(SENT, name=new_name())
    def send(event: Event) -> None:
        begun.append(event.pk)
        raise PowerCut

    happen("test.sent")
    while stored().state == Event.State.PENDING and len(begun) < 20:
        try:
            drain()
        except PowerCut:
            make_all_due()
    assert (stored().state, len(begun)) == (Event.State.DEAD, 3)
    assert "3 attempts came to no end" in stored().error
    services.retry_dead()
    assert (stored().state, stored().unended) == (Event.State.PENDING, 0)


def test_failures_between_are_no_deaths(happen, make_all_due):
    errors: list[BaseException | None] = [PowerCut(), RuntimeError("x"), PowerCut(), RuntimeError("y"), None]

    @job(SENT, name=new_name())
    def send(event: Event) -> None:
        if error := errors.pop(0):
            raise error

    happen("test.sent")
    while errors:
        with suppress(PowerCut):
            drain()
        make_all_due()
    assert (stored().state, stored().attempts, stored().unended) == (Event.State.DONE, 5, 2)


def test_bulk_work_makes_way_for_a_job_that_comes_between(happen):
    """A code to sign in, asked for while mails to hundreds go out, waits for one batch of them at most."""
    done = []

    def send_batch(event: Event) -> None:
        done.append(f"batch {event.payload['number']}")
        if event.payload["number"] == 1:
            happen("test.sent", "mail:hers")

    job(DRAWN, name=new_name(), is_bulk=True)(send_batch)
    job(SENT, name=new_name())(lambda event: done.append("code"))
    for number in range(1, 9):
        happen("test.drawn", "post:1", number=number)
    assert drain() == 9
    assert done == ["batch 1", "code", *[f"batch {number}" for number in range(2, 9)]]
