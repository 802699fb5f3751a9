"""Counting hits for the minute, hour or day that is told, in caches that may be away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import BaseCache, caches

from common import rate_limit
from common.rate_limit import HOUR, MINUTE, RateLimit, count_hit

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def closed_breaker() -> Iterator[None]:
    yield
    rate_limit.breaker.reset()


@pytest.fixture
def in_memory(settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(uuid4())}
    }


def test_an_hour_is_an_hour_long() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert count_hit("asking", "one", HOUR) == 1
        clock.shift(dt.timedelta(minutes=50))
        assert count_hit("asking", "one", HOUR) == 2
        clock.shift(dt.timedelta(minutes=11))
        assert count_hit("asking", "one", HOUR) == 1


def test_each_person_and_each_thing_is_counted_apart() -> None:
    with time_machine.travel(NOON, tick=False):
        hits = [count_hit("asking", "one", HOUR), count_hit("asking", "two", HOUR), count_hit("telling", "one", HOUR)]
        assert hits == [1, 1, 1]


def test_a_limit_lets_so_many_through_and_tells_when_to_come_again() -> None:
    limit = RateLimit("asking", 2, MINUTE)
    with time_machine.travel(NOON + dt.timedelta(seconds=20), tick=False) as clock:
        assert [limit.is_exceeded_by("one") for _hit in range(3)] == [False, False, True]
        assert limit.seconds_left() == 40
        assert not limit.is_exceeded_by("two")
        clock.shift(40)
        assert not limit.is_exceeded_by("one")


def test_no_limit_counts_nothing() -> None:
    limit = RateLimit("asking", 0, MINUTE)
    assert not any(limit.is_exceeded_by("one") for _hit in range(5))
    with time_machine.travel(NOON, tick=False):
        assert count_hit("asking", "one", MINUTE) == 1


def test_none_is_missed_among_many_at_once(in_memory: None) -> None:
    with time_machine.travel(NOON, tick=False), ThreadPoolExecutor(8) as pool:
        hits = list(pool.map(lambda _hit: count_hit("asking", "one", HOUR, "pages"), range(100)))
    assert sorted(hits) == list(range(1, 101))


def test_no_address_lies_in_the_cache(in_memory: None, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    cache = caches["pages"]
    monkeypatch.setattr(cache, "add", lambda key, *args: keys.append(key))
    count_hit("asking", "192.0.2.7", HOUR, "pages")
    assert len(keys) == 1 and "192" not in keys[0]


def test_where_nothing_can_be_counted_everybody_may_and_the_cache_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Away(BaseCache):
        calls = 0

        def get(self, *args: Any, **kwargs: Any) -> int:
            Away.calls += 1
            raise ConnectionError

    monkeypatch.setattr(rate_limit, "caches", {"default": Away({})})
    limit = RateLimit("asking", 1, HOUR)
    assert not any(limit.is_exceeded_by("one") for _hit in range(5))
    assert Away.calls == 1
