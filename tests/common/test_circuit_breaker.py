"""A service that failed is left alone, then tried by one caller at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.circuit_breaker import CircuitBreaker


class Clock:
    """A clock that a test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker("The service", rest=5, clock=clock)


def test_a_service_that_answers_is_called_each_time(breaker: CircuitBreaker) -> None:
    for _call in range(3):
        assert breaker.allows()
        breaker.record_success()


def test_nobody_calls_while_it_rests(breaker: CircuitBreaker, clock: Clock) -> None:
    breaker.record_failure("refused")
    assert breaker.is_open
    for clock.seconds in (0, 4.9):
        assert not breaker.allows()


def test_one_alone_tries_after_the_rest(breaker: CircuitBreaker, clock: Clock) -> None:
    breaker.record_failure("refused")
    clock.seconds = 5
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _call: breaker.allows(), range(50))) == 1
    breaker.record_success()
    assert not breaker.is_open and breaker.allows() and breaker.allows()


def test_one_who_tries_and_never_reports_is_followed_by_another(breaker: CircuitBreaker, clock: Clock) -> None:
    breaker.record_failure("refused")
    clock.seconds = 5
    assert breaker.allows()
    clock.seconds = 9.9
    assert not breaker.allows()
    clock.seconds = 10
    assert breaker.allows()


def test_a_second_failure_prolongs_the_rest(breaker: CircuitBreaker, clock: Clock) -> None:
    breaker.record_failure("refused")
    clock.seconds = 5
    assert breaker.allows()
    clock.seconds = 6
    breaker.record_failure("refused")
    clock.seconds = 10.9
    assert not breaker.allows()


def test_the_log_tells_when_it_fails_and_when_it_is_back(
    breaker: CircuitBreaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for cause in ("refused", "refused again"):
        breaker.record_failure(cause)
    breaker.record_success()
    breaker.record_success()
    assert [record.getMessage() for record in caplog.records] == [
        "The service fails, and is tried again every 5 seconds: refused",
        "The service answers again",
    ]


def test_it_can_be_reset(breaker: CircuitBreaker, caplog: pytest.LogCaptureFixture) -> None:
    breaker.record_failure("refused")
    caplog.clear()
    breaker.reset()
    assert breaker.allows() and not breaker.is_open and not caplog.records
