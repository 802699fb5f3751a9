"""What is shown of counts: nothing below five, and no sum or difference that gives such a number away."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import defaultdict

import pytest
import time_machine

from common.figures.small_groups import JOINED, join_numbers
from reach.models import Way
from reach.sheet.months import month_asked, month_of, newest
from reach.sheet.shown import shown, shown_rows, shown_ways


@pytest.mark.parametrize(("number", "seen"), [(0, None), (1, None), (4, None), (5, 5), (9, 5), (10, 10), (401, 400)])
def test_numbers_are_rounded_down_and_none_below_five(number: int, seen: int | None) -> None:
    assert shown(number) == seen


def test_small_ways_are_joined_with_others_and_then_with_the_next_smallest() -> None:
    numbers = {Way.FACEBOOK: 23, Way.ENGINES: 11, Way.MAIL: 1, Way.OTHER: 2}
    assert shown_ways(numbers) == {"facebook": 20, JOINED: 10}
    assert shown_ways({Way.FACEBOOK: 23, Way.MAIL: 3, Way.OTHER: 4}) == {"facebook": 20, JOINED: 5}
    assert shown_ways({Way.FACEBOOK: 23, Way.ENGINES: 8}) == {"facebook": 20, "engines": 5}


@pytest.mark.parametrize("numbers", [{}, {"mail": 3}, {"mail": 3, "feed": 1}, {"mail": 30, "feed": 1}])
def test_rows_that_would_give_a_small_one_away_are_not_shown(numbers: dict[str, int]) -> None:
    assert shown_rows(numbers) is None


def test_no_sum_of_random_rows_gives_a_small_number_away() -> None:
    chance = random.Random(5)
    seen = 0
    for _ in range(2000):
        most = chance.choice([3, 8, 40])
        numbers = {way: chance.randint(0, most) for way in chance.sample(list(Way), chance.randint(1, 6))}
        rows = join_numbers(numbers, Way.OTHER)
        if rows is None:
            continue
        seen += 1
        total = sum(numbers.values())
        assert sum(rows.values()) == total
        # The total minus any of the rows: never from one to four.
        for count in range(len(rows) + 1):
            for some in itertools.combinations(rows.values(), count):
                assert not 0 < total - sum(some) < 5
        assert all(number >= 5 for number in rows.values())
    assert seen > 500


def test_the_difference_of_two_days_leaves_open_what_came_between() -> None:
    """Whoever looks again tomorrow: for each difference of two shown numbers there are five values at least."""
    possible = defaultdict(set)
    for before, after in itertools.combinations_with_replacement(range(60), 2):
        possible[shown(before), shown(after)].add(after - before)
    assert all(len(differences) >= 5 for differences in possible.values())


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "0000-01", "2026-12", "1999-01", "٢٠٢٦-٠١", "2026-1", "x" * 900]
)
def test_an_unknown_month_is_the_newest(text: str) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 28, 5, tzinfo=dt.UTC), tick=False):
        assert month_asked(text).name == "2026-11"


def test_figures_end_with_yesterday() -> None:
    with time_machine.travel(dt.datetime(2026, 12, 1, 5, tzinfo=dt.UTC), tick=False):
        assert (newest().name, newest().is_over, newest().after) == ("2026-11", True, None)
        month = month_asked("2025-10")
        assert (month.before.name, month.after.name, month.has_days) == ("2025-09", "2025-11", False)
        assert month_of(dt.date(2021, 12, 5)).before is None
    with time_machine.travel(dt.datetime(2026, 12, 3, 5, tzinfo=dt.UTC), tick=False):
        assert [day.day for day in newest().days] == [1, 2]
