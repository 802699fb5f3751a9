import datetime as dt

import pytest

from khmer.typography import date, month_name, number, numerals, relative, time_of_day

UTC = dt.UTC
LATE_IN_UTC = dt.datetime(2026, 10, 23, 18, 30, tzinfo=UTC)  # 1:30 on the 24th in Phnom Penh


@pytest.mark.parametrize(
    ("style", "english", "khmer"),
    [
        ("long", "24 October 2026", "២៤ តុលា ២០២៦"),
        ("weekday", "Saturday, 24 October 2026", "ថ្ងៃសៅរ៍ ទី២៤ តុលា ២០២៦"),
        ("day_month", "24 October", "២៤ តុលា"),
        ("month_year", "October 2026", "តុលា ២០២៦"),
        ("short", "24 Oct 2026", "២៤ តុលា ២០២៦"),
        ("day", "24", "២៤"),
        ("month", "October", "តុលា"),
    ],
)
def test_a_day_is_that_of_phnom_penh(style, english, khmer):
    assert date(LATE_IN_UTC, "en", style) == english
    assert date(LATE_IN_UTC, "km", style) == khmer
    assert date(dt.date(2026, 10, 24), "en", style) == english


def test_a_style_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        date(LATE_IN_UTC, "en", "fancy")


@pytest.mark.parametrize(
    ("hour", "english", "khmer"),
    [
        (0, "12:30 am", "ម៉ោង\u00a0១២:៣០ យប់"),
        (8, "8:30 am", "ម៉ោង\u00a0៨:៣០ ព្រឹក"),
        (12, "12:30 pm", "ម៉ោង\u00a0១២:៣០ រសៀល"),
        (17, "5:30 pm", "ម៉ោង\u00a0៥:៣០ ល្ងាច"),
        (23, "11:30 pm", "ម៉ោង\u00a0១១:៣០ យប់"),
    ],
)
def test_the_hour_is_said_with_its_part_of_the_day(hour, english, khmer):
    assert time_of_day(dt.time(hour, 30), "en") == english
    assert time_of_day(dt.time(hour, 30), "km") == khmer


def test_an_aware_hour_is_that_of_phnom_penh():
    assert time_of_day(dt.datetime(2026, 10, 24, 1, 30, tzinfo=UTC), "en") == "8:30 am"


NOW = dt.datetime(2026, 10, 24, 5, 0, tzinfo=UTC)  # noon in Phnom Penh


@pytest.mark.parametrize(
    ("ago", "english", "khmer"),
    [
        (dt.timedelta(seconds=20), "Just now", "អម្បាញ់មិញ"),
        (dt.timedelta(minutes=1), "1 minute ago", "១ នាទីមុន"),
        (dt.timedelta(hours=2), "2 hours ago", "២ ម៉ោងមុន"),
        (dt.timedelta(hours=13), "Yesterday", "ម្សិលមិញ"),
        (dt.timedelta(days=3), "21 October", "២១ តុលា"),
        (dt.timedelta(days=365), "24 October 2025", "២៤ តុលា ២០២៥"),
        (-dt.timedelta(minutes=30), "in 30 minutes", "៣០ នាទីទៀត"),
        (-dt.timedelta(hours=13), "Tomorrow", "ថ្ងៃស្អែក"),
    ],
)
def test_what_is_near_is_told_by_its_distance(ago, english, khmer):
    assert relative(NOW - ago, "en", NOW) == english
    assert relative(NOW - ago, "km", NOW) == khmer


def test_numbers():
    assert number(2140, "en") == "2,140"
    assert number(2140, "km") == "២.១៤០"
    assert number(2140.5, "km") == "២.១៤០,៥"
    assert numerals("10:42", "km") == "១០:៤២"
    assert numerals(7, "en") == "7"


def test_month_names():
    assert month_name(12, "en") == "December"
    assert month_name(12, "km") == "ធ្នូ"
