"""Counting what protects people: each hit once, none forgotten before its time, and no door open where none counts."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from common import rate_limit, tasks
from common.models import HitCount
from common.rate_limit import HOUR, MINUTE, RateLimit, count_hit, forget_hits, hits_of, spend_once, undo_hit

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def test_an_hour_is_an_hour_long() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert count_hit("asking", "one", HOUR) == 1
        clock.shift(dt.timedelta(minutes=50))
        assert count_hit("asking", "one", HOUR) == 2
        clock.shift(dt.timedelta(minutes=11))
        assert count_hit("asking", "one", HOUR) == 1


def test_no_hit_is_forgotten_because_an_hour_of_the_clock_begins() -> None:
    with time_machine.travel(NOON - dt.timedelta(seconds=1), tick=False) as clock:
        assert count_hit("asking", "one", HOUR) == 1
        clock.shift(2)
        assert count_hit("asking", "one", HOUR) == 2


def test_each_person_and_each_thing_is_counted_apart() -> None:
    hits = [count_hit("asking", "one", HOUR), count_hit("asking", "two", HOUR), count_hit("telling", "one", HOUR)]
    assert hits == [1, 1, 1]


def test_a_limit_lets_so_many_through() -> None:
    limit = RateLimit("asking", 2, MINUTE)
    with time_machine.travel(NOON, tick=False) as clock:
        reached = [(limit.is_reached_by("one"), limit.is_exceeded_by("one")) for _hit in range(3)]
        assert reached == [(False, False), (False, False), (True, True)]
        assert not limit.is_exceeded_by("two")
        clock.shift(59)
        assert limit.is_exceeded_by("one")
        clock.shift(1)
        assert not limit.is_reached_by("one") and not limit.is_exceeded_by("one")


def test_no_limit_counts_nothing() -> None:
    limit = RateLimit("asking", 0, MINUTE)
    assert not any(limit.is_exceeded_by("one") for _hit in range(5))
    assert not HitCount.objects.exists()


def test_a_hit_is_taken_back_and_a_count_begun_anew() -> None:
    for _hit in range(3):
        count_hit("asking", "one", HOUR)
    undo_hit("asking", "one")
    assert hits_of("asking", "one") == 2
    forget_hits("asking", "one")
    undo_hit("asking", "one")
    assert hits_of("asking", "one") == 0


def test_a_thousand_strangers_push_nobody_out() -> None:
    guesser = RateLimit("guessing", 5, HOUR)
    for _guess in range(5):
        assert not guesser.is_exceeded_by("one")
    for stranger in range(1000):
        guesser.is_exceeded_by(f"stranger {stranger}")
    assert guesser.is_exceeded_by("one")


def test_no_address_lies_in_the_table() -> None:
    count_hit("asking", "192.0.2.7", HOUR)
    count_hit("asking", "sokha@example.org", HOUR)
    keys = "".join(HitCount.objects.values_list("key", flat=True))
    assert len(keys) == 128 and set(keys) <= set("0123456789abcdef")


def test_what_cannot_be_counted_is_refused_unless_it_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> int:
        raise DatabaseError

    monkeypatch.setattr(rate_limit, "count_hit", broken)
    assert RateLimit("asking", 5, HOUR).is_exceeded_by("one")
    assert not RateLimit("asking", 5, HOUR, fails_open=True).is_exceeded_by("one")


def test_a_hit_inside_a_transaction_is_refused_because_a_refusal_would_take_it_back() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        count_hit("asking", "one", HOUR)


def test_what_is_good_once_is_good_once_for_as_long_as_it_lives() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert spend_once("code", "123456", 90)
        clock.shift(89)
        assert not spend_once("code", "123456", 90)
        assert spend_once("code", "123457", 90)


def test_old_rows_go_in_small_batches_and_no_living_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "BATCH", 3)
    with time_machine.travel(NOON, tick=False) as clock:
        for client in range(8):
            count_hit("asking", str(client), MINUTE)
        count_hit("asking", "hour", HOUR)
        clock.shift(61)
        count_hit("asking", "0", MINUTE)
        monkeypatch.setattr(rate_limit, "MAX_BATCHES", 2)
        assert rate_limit.delete_expired() == 6
        tasks.delete_expired_counts()
        assert HitCount.objects.count() == 2
        assert hits_of("asking", "hour") == hits_of("asking", "0") == 1


def test_the_clock_wakes_the_cleaning() -> None:
    from portal.celery import SCHEDULE, app

    entry = SCHEDULE["common.delete_expired_counts"]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks


@pytest.mark.django_db(transaction=True)
def test_none_is_missed_among_many_at_once() -> None:
    def hit(_number: int) -> int:
        try:
            return count_hit("guessing", "one", HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(hit, range(40))) == list(range(1, 41))
