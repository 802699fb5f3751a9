from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from kombu.exceptions import OperationalError

from outbox.worker import canary
from outbox.worker.canary import TASK, TIMEOUT, TIMEOUT_WHILE_BUSY, Canary


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def thread(monkeypatch, clock) -> Canary:
    thread = Canary(Mock(), "worker@here", TIMEOUT, clock.monotonic)
    monkeypatch.setattr(canary, "canaries", [thread])
    return thread


def ping_for(thread: Canary, clock: Clock, seconds: float) -> None:
    until = clock.now + seconds
    while clock.now < until:
        thread.ping()
        clock.now += thread.interval


def test_a_worker_that_hears_none_is_missed_after_a_minute(thread, clock):
    ping_for(thread, clock, TIMEOUT)
    assert not thread.is_missed()
    ping_for(thread, clock, thread.interval)
    assert thread.is_missed()


def test_one_that_comes_back_is_enough(thread, clock):
    for _ in range(5):
        ping_for(thread, clock, TIMEOUT - thread.interval)
        canary.receive(SimpleNamespace(name=TASK))
    ping_for(thread, clock, TIMEOUT - thread.interval)
    assert not thread.is_missed()


def test_other_messages_are_no_canaries(thread, clock):
    """They may have been received by what is left of a worker, long ago."""
    ping_for(thread, clock, TIMEOUT)
    canary.receive(SimpleNamespace(name="outbox.drain"))
    ping_for(thread, clock, thread.interval)
    assert thread.is_missed()


def test_a_broker_that_is_away_is_not_the_worker_s_fault(thread, clock):
    thread.app.send_task.side_effect = OperationalError("connection refused")
    ping_for(thread, clock, TIMEOUT * 10)
    assert not thread.is_missed()


def test_the_time_begins_anew_when_the_broker_is_back(thread, clock):
    ping_for(thread, clock, TIMEOUT - thread.interval)
    thread.app.send_task.side_effect = OperationalError("connection refused")
    ping_for(thread, clock, TIMEOUT)
    thread.app.send_task.side_effect = None
    ping_for(thread, clock, TIMEOUT)
    assert not thread.is_missed()


def test_a_worker_with_work_in_hand_may_take_longer_but_not_for_ever(thread, clock, monkeypatch):
    monkeypatch.setattr(canary.state, "active_requests", {"a long one"})
    ping_for(thread, clock, TIMEOUT * 2)
    assert not thread.is_missed()
    ping_for(thread, clock, TIMEOUT_WHILE_BUSY)
    assert thread.is_missed()


def test_a_canary_goes_to_the_worker_that_sent_it(thread):
    thread.ping()
    (name,), options = thread.app.send_task.call_args
    assert name == TASK
    assert "worker@here" in options["queue"].name
    assert options["expires"] <= TIMEOUT
