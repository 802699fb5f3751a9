"""From when to when: half-open, with the years where they differ."""

from __future__ import annotations

import datetime as dt

import pytest

from khmer.dates import PHNOM_PENH
from khmer.periods import days, days_within, end_time, last_day, when

NOW = dt.datetime(2026, 10, 24, 12, tzinfo=PHNOM_PENH)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PHNOM_PENH).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "last"),
    [
        ("2026-11-05T18:00", "2026-11-06T00:00", "2026-11-05"),
        ("2026-11-05T18:00", "2026-11-06T00:01", "2026-11-06"),
        ("2026-11-05T00:00", "2026-11-05T00:00", "2026-11-05"),
        ("2026-11-05T00:00", "2026-11-06T00:00", "2026-11-05"),
        ("2026-11-05T00:00", "2026-11-07T00:00", "2026-11-06"),
        ("2026-12-31T20:00", "2027-01-01T02:00", "2027-01-01"),
    ],
)
def test_what_ends_at_midnight_is_not_on_the_next_day(begins, ends, last):
    begins, ends, last = at(begins), at(ends), dt.date.fromisoformat(last)
    assert last_day(begins, ends) == last
    found = list(days_within(begins, ends, dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
    assert found[-1] == last and len(found) == (last - found[0]).days + 1


def test_eleven_weeks_stand_in_each_of_their_months():
    begins, ends = at("2026-11-25T08:00"), at("2027-02-10T17:00")
    months = {dt.date(2026, 11, 1): 7, dt.date(2026, 12, 1): 31, dt.date(2027, 1, 1): 31, dt.date(2027, 3, 1): 0}
    for first, number in months.items():
        assert len(list(days_within(begins, ends, first, first + dt.timedelta(days=30)))) == number


@pytest.mark.parametrize(
    ("begins", "ends", "whole", "near"),
    [
        ("2026-11-05T08:00", "2026-11-05T17:00", "5 November 2026", "5 November"),
        ("2026-11-05T08:00", "2026-11-07T17:00", "5 – 7 November 2026", "5 – 7 November"),
        ("2026-11-25T08:00", "2026-12-10T17:00", "25 November – 10 December 2026", "25 November – 10 December"),
        ("2026-12-30T08:00", "2027-01-02T17:00", *["30 December 2026 – 2 January 2027"] * 2),
        ("2026-12-31T08:00", "2027-01-01T00:00", "31 December 2026", "31 December"),
        ("2025-11-05T08:00", "2025-11-07T17:00", *["5 – 7 November 2025"] * 2),
        ("2027-01-05T08:00", None, *["5 January 2027"] * 2),
    ],
)
def test_days_say_their_years_where_they_differ(begins, ends, whole, near):
    begins, ends = at(begins), at(ends) if ends else None
    assert (days(begins, ends, "en"), days(begins, ends, "en", NOW)) == (whole, near)


def test_days_in_khmer():
    assert days(at("2026-12-30T08:00"), at("2027-01-02T17:00"), "km") == "៣០ ធ្នូ ២០២៦ – ២ មករា ២០២៧"


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("2026-11-05T08:30", "2026-11-05T17:00", "8:30 am"),
        ("2026-11-05T18:30", "2026-11-06T00:00", "6:30 pm"),
        ("2026-11-05T08:30", "2026-11-07T17:00", "5 – 7 November"),
        ("2027-01-05T08:30", "2027-01-05T17:00", "5 January 2027, 8:30 am"),
        ("2026-12-31T08:30", "2027-01-02T17:00", "31 December 2026 – 2 January 2027"),
    ],
)
def test_beside_a_date_block(begins, ends, said):
    assert when(at(begins), at(ends), "en", NOW) == said


def test_midnight_belongs_to_the_day_before():
    begins, ends = at("2026-11-05T18:00"), at("2026-11-06T00:00")
    assert end_time(begins, ends, "en") == "midnight"
    assert end_time(begins, ends, "km") == "ម៉ោង\u00a0១២:០០ យប់"
    assert end_time(ends, ends, "en") == "12:00 am"
