from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from kombu.exceptions import OperationalError

from outbox.worker import canary
from outbox.worker.canary import PATIENCE, PATIENCE_AT_WORK, TASK, Canary


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bird(monkeypatch, clock) -> Canary:
    bird = Canary(Mock(), "worker@here", PATIENCE, clock.monotonic)
    monkeypatch.setattr(canary, "canaries", [bird])
    return bird


def ping_for(bird: Canary, clock: Clock, seconds: float) -> None:
    until = clock.now + seconds
    while clock.now < until:
        bird.ping()
        clock.now += bird.interval


def test_a_worker_that_hears_none_is_missed_after_a_minute(bird, clock):
    ping_for(bird, clock, PATIENCE)
    assert not bird.is_missed()
    ping_for(bird, clock, bird.interval)
    assert bird.is_missed()


def test_one_that_comes_back_is_enough(bird, clock):
    for _ in range(5):
        ping_for(bird, clock, PATIENCE - bird.interval)
        canary.receive(SimpleNamespace(name=TASK))
    ping_for(bird, clock, PATIENCE - bird.interval)
    assert not bird.is_missed()


def test_other_messages_are_no_canaries(bird, clock):
    """They may have been received by what is left of a worker, long ago."""
    ping_for(bird, clock, PATIENCE)
    canary.receive(SimpleNamespace(name="outbox.drain"))
    ping_for(bird, clock, bird.interval)
    assert bird.is_missed()


def test_a_broker_that_is_away_is_not_the_worker_s_fault(bird, clock):
    bird.app.send_task.side_effect = OperationalError("connection refused")
    ping_for(bird, clock, PATIENCE * 10)
    assert not bird.is_missed()


def test_the_time_begins_anew_when_the_broker_is_back(bird, clock):
    ping_for(bird, clock, PATIENCE - bird.interval)
    bird.app.send_task.side_effect = OperationalError("connection refused")
    ping_for(bird, clock, PATIENCE)
    bird.app.send_task.side_effect = None
    ping_for(bird, clock, PATIENCE)
    assert not bird.is_missed()


def test_a_worker_with_work_in_hand_may_take_longer_but_not_for_ever(bird, clock, monkeypatch):
    monkeypatch.setattr(canary.state, "active_requests", {"a long one"})
    ping_for(bird, clock, PATIENCE * 2)
    assert not bird.is_missed()
    ping_for(bird, clock, PATIENCE_AT_WORK)
    assert bird.is_missed()


def test_a_canary_goes_to_the_worker_that_sent_it(bird):
    bird.ping()
    (name,), options = bird.app.send_task.call_args
    assert name == TASK
    assert "worker@here" in options["queue"].name
    assert options["expires"] <= PATIENCE
