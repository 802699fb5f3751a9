"""Days and hours as people type them: day first in both digits, refused where they cannot be understood."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khmer.dates import MONTHS, date, time_of_day
from khmer.numbers import numerals
from khmer.typed_dates import (
    FIRST_YEAR,
    LONGEST,
    DateOutOfBoundsError,
    UnreadableDateError,
    last_year,
    read_day,
    read_day_or_year,
    read_moment,
    read_time,
)

FIFTH = dt.date(2026, 12, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "05/12/2026",
        "5/12/2026",
        "05-12-2026",
        "5.12.2026",
        "5 12 2026",
        " 05 / 12 / 2026 ",
        "05/12/26",
        "០៥/១២/២០២៦",
        "៥.១២.២០២៦",
        "៥ ១២ ២០២៦",
        "05/១២/2026",
        "５/１２/２０２６",
        "05/12\u200b/2026\ufeff",
        "2026-12-05",
        "2026/12/05",
        "5 December 2026",
        "5th of Dec, 2026",
        "December 5, 2026",
        "Saturday, 5 December 2026",
        "Sat 05/12/2026",
        "៥ ធ្នូ ២០២៦",
        "ថ្ងៃទី៥ ខែធ្នូ ឆ្នាំ២០២៦",
        "ថ្ងៃសៅរ៍ ទី៥ ខែធ្នូ ឆ្នាំ ២០២៦",
        "ថ្ងៃទី ០៥ ខែ ធ្នូ ឆ្នាំ ២០២៦",
    ],
)
def test_the_fifth_of_december(typed):
    assert read_day(typed) == FIFTH


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12/25/2026",  # no other order is tried
        "31/02/2026",
        "00/12/2026",
        "5/12",
        "12/2026",
        "2026",
        "05/12-2026",
        "05/12/20266",
        "05/12/202",
        "05122026",
        "20261205",
        "tomorrow",
        "Friday, 5 December 2026",  # it is a Saturday
        "05/12/2026 or later",
        "٠٥/١٢/٢٠٢٦",
        "05/12/2026" + " " * LONGEST,
        "1" * 5000,
        "05/12/2026\x00",
    ],
)
def test_what_is_not_understood_is_refused(typed):
    with pytest.raises(UnreadableDateError):
        read_day(typed)


@pytest.mark.parametrize("year", [0, 202, 999, FIRST_YEAR - 1, last_year() + 1, 2626, 2570, 9999])
def test_years_that_nobody_means_are_refused(year):
    for typed in (f"05/12/{year:04}", f"{year:04}-12-05", f"5 December {year:04}"):
        with pytest.raises(DateOutOfBoundsError):
            read_day(typed)
        with pytest.raises(DateOutOfBoundsError):
            read_moment(f"{typed} 08:30")
    with pytest.raises(DateOutOfBoundsError):
        read_day_or_year(f"{year:04}")


def test_a_whole_year():
    assert read_day_or_year("2026") == dt.date(2026, 1, 1)
    assert read_day_or_year(" ២០២៦ ", is_end=True) == dt.date(2026, 12, 31)
    assert read_day_or_year("05/12/2026", is_end=True) == FIFTH


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("08:30", 8, 30),
        ("8:30", 8, 30),
        ("8.30", 8, 30),
        ("8h30", 8, 30),
        ("8h", 8, 0),
        ("៨:៣០", 8, 30),
        ("៨ៈ៣០", 8, 30),
        ("៨៖៣០", 8, 30),
        ("ម៉ោង ៨", 8, 0),
        ("ម៉ោង ៨:៣០ ព្រឹក", 8, 30),
        ("២:០០ រសៀល", 14, 0),
        ("៧ យប់", 19, 0),
        ("១ យប់", 1, 0),
        ("2:30 pm", 14, 30),
        ("2pm", 14, 0),
        ("12 am", 0, 0),
        ("12:05 p.m.", 12, 5),
        ("23:59:00", 23, 59),
    ],
)
def test_an_hour(typed, hour, minute):
    assert read_time(typed) == dt.time(hour, minute)
    assert read_moment(f"០៥/12/2026 {typed}") == dt.datetime.combine(FIFTH, dt.time(hour, minute))


@pytest.mark.parametrize("typed", ["", "8", "830", "24:00", "8:60", "8:3", "13 pm", "0 am", "៥ យប់", "8:30 x", "now"])
def test_an_hour_that_is_none(typed):
    with pytest.raises(UnreadableDateError):
        read_time(typed)
    with pytest.raises(UnreadableDateError):
        read_moment(f"05/12/2026 {typed}")


@pytest.mark.parametrize("typed", ["05/12/20268:30", "8:30 05/12/2026", "05/12/2026 8:30 8:30", "8:30"])
def test_a_moment_is_a_day_and_then_an_hour(typed):
    with pytest.raises(UnreadableDateError):
        read_moment(typed)


@pytest.mark.parametrize("between", [" ", ", ", "T", " at ", " វេលា", " វេលាម៉ោង "])
def test_what_stands_between_day_and_hour(between):
    assert read_moment(f"05/12/2026{between}08:30") == dt.datetime.combine(FIFTH, dt.time(8, 30))


DAYS = st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(last_year(), 12, 31))
WAYS = [
    lambda day, _: f"{day:%d/%m/%Y}",
    lambda day, _: f"{day.day}-{day.month}-{day.year}",
    lambda day, _: f"{day.day}.{day.month}.{day.year}",
    lambda day, _: f"{day:%d/%m/%y}",
    lambda day, _: day.isoformat(),
    lambda day, language: f"{day.day} {MONTHS[language][day.month - 1]} {day.year}",
    lambda day, _: f"ថ្ងៃទី{day.day} ខែ{MONTHS['km'][day.month - 1]} ឆ្នាំ{day.year}",
    lambda day, language: date(day, language, "long"),
    lambda day, language: date(day, language, "weekday"),
    lambda day, language: date(day, language, "short"),
]


@settings(max_examples=150, derandomize=True)
@given(DAYS, st.times(), st.sampled_from(WAYS), st.sampled_from(["en", "km"]), st.booleans())
def test_a_day_is_read_however_it_is_written(day, time, way, language, in_khmer_digits):
    typed, time = way(day, language), time.replace(second=0, microsecond=0, tzinfo=None)
    typed = numerals(typed, "km") if in_khmer_digits else typed
    assert read_day(typed) == day
    assert read_moment(f"{typed} {time_of_day(time, language)}") == dt.datetime.combine(day, time)


@settings(max_examples=150, derandomize=True)
@given(
    st.integers(0, 40),
    st.integers(0, 20),
    st.integers(0, 9999) | st.integers(1980, 2050),
    st.sampled_from("/.-"),
    st.booleans(),
)
def test_numbers_are_that_day_or_refused(day, month, year, separator, in_khmer_digits):
    typed = numerals(f"{day}{separator}{month:02}{separator}{year:04}", "km" if in_khmer_digits else "en")
    try:
        meant = dt.date(year, month, day)
    except ValueError:
        meant = None
    if meant and FIRST_YEAR <= year <= last_year():
        assert read_day(typed) == meant
    else:
        with pytest.raises((UnreadableDateError, DateOutOfBoundsError)):
            read_day(typed)


@settings(max_examples=100, derandomize=True)
@given(st.text("0123456789០១២៥/.-: TZhapmៈ\u200bម៉ោងព្រឹកDec", max_size=30))
def test_any_text_is_a_day_within_the_bounds_or_refused(typed):
    for read in (read_day, read_moment, read_day_or_year):
        with suppress(UnreadableDateError, DateOutOfBoundsError):
            assert FIRST_YEAR <= read(typed).year <= last_year()
