from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from outbox import handles, job, record
from outbox.execution import attempts
from outbox.execution.retries import Retries
from outbox.models import OVERDUE_AFTER, Effect, Event
from outbox.services import drain, retry_dead, sweep
from tests.outbox.kinds import FOLLOWED, HAPPENED, SENT, new_name

pytestmark = pytest.mark.django_db


class Switch:
    """A handler that writes a row and fails as long as it is told to."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name = name
        self.error = error
        self.calls: list[int] = []
        handles(HAPPENED, name=f"tests.{name}")(self)

    def __call__(self, event: Event) -> None:
        self.calls.append(event.pk)
        Group.objects.create(name=f"{self.name} {event.aggregate}")
        if self.error:
            raise self.error


def applied() -> list[str]:
    """Return the names that handlers have written; each is written once or not at all."""
    return sorted(Group.objects.filter(name__contains="thing").values_list("name", flat=True))


def state(event: Event) -> int:
    return Event.objects.get(pk=event.pk).state


def test_a_clock_set_back_makes_nothing_wait_until_it_has_caught_up(happen):
    """Due is not what was recorded in a future that the clock has left, but what a failure has put off."""
    handler = Switch("one")
    event = happen()
    with time_machine.travel(timezone.now() - timedelta(hours=5)):
        assert drain() == 1
        assert handler.calls == [event.pk]
    bad = Switch("bad", RuntimeError("not now"))
    happen()
    drain()
    assert drain() == 0
    assert len(bad.calls) == 1


def test_an_event_nobody_handles_is_done(happen):
    event = happen()
    assert drain() == 1
    assert state(event) == Event.State.DONE


def test_every_handler_runs_once(happen):
    one, two = Switch("one"), Switch("two")
    event = happen()
    assert drain() == 1
    assert drain() == 0
    assert (one.calls, two.calls) == ([event.pk], [event.pk])


def test_a_failing_handler_is_undone_and_tried_again_and_the_others_keep_their_part(happen, make_all_due):
    _, bad = Switch("good"), Switch("bad", RuntimeError("not now"))
    event = happen()
    drain()
    assert state(event) == Event.State.PENDING
    assert applied() == ["good thing:1"]
    bad.error = None
    make_all_due()
    drain()
    assert state(event) == Event.State.DONE
    assert applied() == ["bad thing:1", "good thing:1"]


def test_a_failed_event_waits_and_holds_back_only_its_own_aggregate(happen, make_all_due):
    handler = Switch("bad", RuntimeError("not now"))
    first, second = happen(aggregate="thing:1"), happen(aggregate="thing:1")
    drain()
    assert drain() == 0
    handler.error = None
    elsewhere = happen(aggregate="thing:2")
    drain()
    assert [state(event) for event in (first, second, elsewhere)] == [
        Event.State.PENDING,
        Event.State.PENDING,
        Event.State.DONE,
    ]
    make_all_due()
    drain()
    assert handler.calls == [first.pk, elsewhere.pk, first.pk, second.pk]


def test_poison_is_given_up_visibly_and_the_aggregate_goes_on(happen, make_all_due, settings):
    settings.OUTBOX_RETRIES = {"attempts": 3}
    handler = Switch("bad", ValueError("poison"))
    event = happen()
    for _ in range(3):
        make_all_due()
        drain()
    handler.error = None
    later = happen()
    drain()
    event.refresh_from_db()
    assert (event.state, event.attempts) == (Event.State.DEAD, 3)
    assert "poison" in event.error
    assert state(later) == Event.State.DONE


def test_a_revived_event_runs_again_without_repeating_what_was_done(happen, make_all_due, settings):
    settings.OUTBOX_RETRIES = {"attempts": 1}
    good, bad = Switch("good"), Switch("bad", ValueError("poison"))
    event = happen()
    drain()
    calls = list(good.calls)
    bad.error = None
    assert retry_dead([event.pk]) == 1
    drain()
    assert state(event) == Event.State.DONE
    assert applied() == ["bad thing:1", "good thing:1"]
    assert good.calls == calls


def test_waiting_times_grow_up_to_the_longest(happen, settings):
    settings.OUTBOX_RETRIES = {"attempts": 100, "first": 1, "longest": 8}
    Switch("bad", RuntimeError("not now"))
    event = happen()
    waits = []
    for attempt in range(6):
        Event.objects.update(due_at=event.created_at, attempts=attempt)
        drain()
        tried = Event.objects.get()
        waits.append((tried.due_at - event.created_at).total_seconds())
    for wait, middle in zip(waits, [1, 2, 4, 8, 8, 8], strict=True):
        assert middle * 0.5 <= wait <= middle * 1.5 + 5


def test_an_effect_cannot_happen_twice_even_if_the_handler_is_called_twice(happen):
    event = happen()
    Effect.objects.create(event=event, handler="tests.one")
    with pytest.raises(IntegrityError):
        Effect.objects.create(event=event, handler="tests.one")


def test_a_handler_may_record_further_events_which_the_same_drain_carries_out(happen):
    seen = []
    handles(HAPPENED, name=new_name())(lambda event: record(FOLLOWED, event.aggregate, {}))
    handles(FOLLOWED, name=new_name())(lambda event: seen.append(event.aggregate))
    happen()
    drain()
    assert seen == ["thing:1"]


class PowerCut(BaseException):
    """Ends a process in the middle of a handler, as far as the outbox can tell."""


def test_a_handler_that_ends_its_process_every_time_is_given_up(happen, make_all_due, settings):
    settings.OUTBOX_RETRIES = {"attempts": 10}
    handler = Switch("bad", PowerCut())
    event = happen()
    deaths = 0
    while state(event) == Event.State.PENDING and deaths < 50:
        # Nothing has been settled for a while: else one would not suspect the event.
        Event.objects.pending().update(due_at=timezone.now() - OVERDUE_AFTER * 2)
        try:
            drain()
        except PowerCut:
            deaths += 1
    handler.error = None
    later = happen()
    drain()
    event.refresh_from_db()
    assert (event.state, deaths) == (Event.State.DEAD, 3)
    assert "ended its process" in event.error
    assert state(later) == Event.State.DONE
    # The later one's alone.
    assert Group.objects.filter(name="bad thing:1").count() == 1


def test_an_attempt_that_was_counted_first_is_counted_once(happen, settings):
    settings.OUTBOX_RETRIES = {"attempts": 3}
    Switch("bad", RuntimeError("not now"))
    event = happen()
    Event.objects.update(due_at=timezone.now() - OVERDUE_AFTER * 2)
    drain()
    event.refresh_from_db()
    assert (event.state, event.attempts) == (Event.State.PENDING, 1)
    assert "not now" in event.error


@pytest.mark.django_db(transaction=True)
def test_an_overdue_event_takes_the_payload_that_is_there_when_it_runs(happen, monkeypatch):
    seen = []
    handles(HAPPENED, name=new_name())(lambda event: seen.append(event.payload["version"]))
    happen(key="index 12", version=1)
    Event.objects.update(due_at=timezone.now() - OVERDUE_AFTER * 2)
    delay = Retries.delay

    def replace_once_it_is_counted(*arguments: Any) -> timedelta:
        """Called while an attempt is counted, which is committed before the handlers run."""
        transaction.on_commit(lambda: happen(key="index 12", version=2))
        return delay(*arguments)

    monkeypatch.setattr(Retries, "delay", replace_once_it_is_counted)
    drain()
    assert seen == [2]


@pytest.mark.django_db(transaction=True)
def test_what_the_commit_refuses_is_a_failure_like_another(happen, make_all_due, settings):
    settings.OUTBOX_RETRIES = {"attempts": 2}
    handles(HAPPENED, name=new_name())(lambda event: Effect.objects.create(event_id=10**9, handler="nowhere"))
    event, elsewhere = happen(), happen("test.other", "thing:2")
    drain()
    make_all_due()
    drain()
    event.refresh_from_db()
    assert (event.state, event.attempts) == (Event.State.DEAD, 2)
    assert "IntegrityError" in event.error
    assert state(elsewhere) == Event.State.DONE


def test_limit_is_kept(happen):
    for number in range(5):
        happen(aggregate=f"thing:{number}")
    assert drain(limit=2) == 2
    assert drain() == 3


def test_a_database_that_goes_away_is_not_the_handlers_failure(happen, monkeypatch):
    handler = Switch("bad", OperationalError("server closed the connection"))
    event = happen()
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError):
        attempts.run(event.pk, event.kind)
    event.refresh_from_db()
    assert (event.state, event.attempts) == (Event.State.PENDING, 0)
    assert not event.effects.exists()
    assert handler.calls == [event.pk]


def test_a_sweep_survives_a_database_that_goes_away(happen, monkeypatch):
    happen()
    closed = []
    monkeypatch.setattr("outbox.services.run", fail(OperationalError("server closed the connection")))
    monkeypatch.setattr("outbox.services.close_old_connections", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    assert sweep() == 0
    assert closed == [True]


def test_one_kind_is_either_handled_or_performed():
    handles(HAPPENED, name=new_name())(lambda event: None)
    with pytest.raises(ImproperlyConfigured):
        job(HAPPENED, name=new_name())(lambda event: None)
    job(SENT, name=new_name())(lambda event: None)
    with pytest.raises(ImproperlyConfigured):
        handles(SENT, name=new_name())(lambda event: None)
    with pytest.raises(ImproperlyConfigured):
        job(SENT, name=new_name())(lambda event: None)


def fail(error: Exception):
    def failing(*_: object) -> None:
        raise error

    return failing
