"""Counting in caches that may be away, for the load that one client may cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import BaseCache, caches

from common import cached_rate_limit
from common.cached_rate_limit import CachedRateLimit, count_in_cache
from common.rate_limit import HOUR, MINUTE

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def closed_breaker() -> Iterator[None]:
    yield
    cached_rate_limit.breaker.reset()


@pytest.fixture(autouse=True)
def in_memory(settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(uuid4())}
    }


def test_an_hour_is_an_hour_long() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert count_in_cache("asking", "one", HOUR) == 1
        clock.shift(dt.timedelta(minutes=50))
        assert count_in_cache("asking", "one", HOUR) == 2
        clock.shift(dt.timedelta(minutes=11))
        assert count_in_cache("asking", "one", HOUR) == 1


def test_each_person_and_each_thing_is_counted_apart() -> None:
    with time_machine.travel(NOON, tick=False):
        hits = [
            count_in_cache("asking", "one", HOUR),
            count_in_cache("asking", "two", HOUR),
            count_in_cache("telling", "one", HOUR),
        ]
        assert hits == [1, 1, 1]


def test_a_limit_lets_so_many_through_and_tells_when_to_come_again() -> None:
    limit = CachedRateLimit("asking", 2, MINUTE)
    with time_machine.travel(NOON + dt.timedelta(seconds=20), tick=False) as clock:
        assert [limit.is_exceeded_by("one") for _hit in range(3)] == [False, False, True]
        assert limit.seconds_left() == 40
        assert not limit.is_exceeded_by("two")
        clock.shift(40)
        assert not limit.is_exceeded_by("one")


def test_no_limit_counts_nothing() -> None:
    limit = CachedRateLimit("asking", 0, MINUTE)
    assert not any(limit.is_exceeded_by("one") for _hit in range(5))
    with time_machine.travel(NOON, tick=False):
        assert count_in_cache("asking", "one", MINUTE) == 1


def test_none_is_missed_among_many_at_once() -> None:
    with time_machine.travel(NOON, tick=False), ThreadPoolExecutor(8) as pool:
        hits = list(pool.map(lambda _hit: count_in_cache("asking", "one", HOUR), range(100)))
    assert sorted(hits) == list(range(1, 101))


def test_no_address_lies_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    cache = caches["counts"]
    monkeypatch.setattr(cache, "add", lambda key, *args: keys.append(key))
    count_in_cache("asking", "192.0.2.7", HOUR)
    assert len(keys) == 1 and "192" not in keys[0]


def test_where_nothing_can_be_counted_everybody_may_and_the_cache_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Away(BaseCache):
        calls = 0

        def get(self, *args: Any, **kwargs: Any) -> int:
            Away.calls += 1
            raise ConnectionError

    monkeypatch.setattr(cached_rate_limit, "caches", {"counts": Away({})})
    limit = CachedRateLimit("asking", 1, HOUR)
    assert not any(limit.is_exceeded_by("one") for _hit in range(5))
    assert Away.calls == 1
