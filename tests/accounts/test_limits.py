"""Counting those who have no account, for the hour or day that is told."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from accounts.limits import HOUR, times

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def test_an_hour_is_an_hour_long() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert times("asking", "one", HOUR) == 1
        clock.shift(dt.timedelta(minutes=50))
        assert times("asking", "one", HOUR) == 2
        clock.shift(dt.timedelta(minutes=11))
        assert times("asking", "one", HOUR) == 1


def test_each_person_and_each_thing_is_counted_apart() -> None:
    with time_machine.travel(NOON, tick=False):
        assert [times("asking", "one", HOUR), times("asking", "two", HOUR), times("telling", "one", HOUR)] == [1, 1, 1]
