"""Values that are loaded once and kept for a time, or for a version."""

from __future__ import annotations

from itertools import count
from unittest.mock import Mock

import pytest

from common import cached_value
from common.cached_value import TimedCache, VersionedCache


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """The clock that the module reads; a test sets what it returns."""
    clock = Mock()
    clock.monotonic.return_value = 0.0
    monkeypatch.setattr(cached_value, "time", clock)
    return clock


def test_a_timed_value_is_loaded_again_after_its_time(clock: Mock) -> None:
    kept = TimedCache(count(1).__next__, 60)
    assert [kept.value(), kept.value()] == [1, 1]
    clock.monotonic.return_value = 60.0
    assert kept.value() == 1
    clock.monotonic.return_value = 60.5
    assert [kept.value(), kept.value()] == [2, 2]


def test_a_timed_value_is_loaded_again_once_forgotten(clock: Mock) -> None:
    kept = TimedCache(count(1).__next__, 60)
    assert kept.value() == 1
    kept.forget()
    assert [kept.value(), kept.value()] == [2, 2]


def test_nothing_is_a_value_too(clock: Mock) -> None:
    load = Mock(return_value=None)
    kept = TimedCache(load, 60)
    assert kept.value() is None and kept.value() is None
    assert load.call_count == 1


def test_a_value_of_a_version_is_loaded_once_for_each_key() -> None:
    version, load = Mock(return_value="a"), Mock(side_effect=str.upper)
    kept = VersionedCache(load, version)
    assert [kept.value("en"), kept.value("km"), kept.value("en")] == ["EN", "KM", "EN"]
    assert load.call_count == 2
    version.return_value = "b"
    assert [kept.value("en"), kept.value("en")] == ["EN", "EN"]
    assert load.call_count == 3


def test_what_changes_while_it_is_loaded_makes_it_old() -> None:
    versions = count(1)
    state = {"version": next(versions)}

    def load(_key: str) -> int:
        loaded = state["version"]
        state["version"] = next(versions) if loaded < 3 else loaded
        return loaded

    kept = VersionedCache(load, lambda: state["version"])
    assert [kept.value(), kept.value(), kept.value(), kept.value()] == [1, 2, 3, 3]
