"""Periods: the days that a period touches, and its text in Khmer and in English.

A period is half-open: what ends at midnight does not touch the day that begins then. One without length is a moment,
and touches the day on which it is.
"""

import datetime as dt
from collections.abc import Iterator

from khmer.dates import PHNOM_PENH, date, time_of_day

ONE_DAY = dt.timedelta(days=1)
DASH = " – "


def first_day(begins: dt.datetime) -> dt.date:
    """Return the date in Cambodia on which a period begins."""
    return begins.astimezone(PHNOM_PENH).date()


def last_day(begins: dt.datetime, ends: dt.datetime | None) -> dt.date:
    """Return the last date in Cambodia that a period touches; its first one without an end."""
    if ends is None or ends <= begins:
        return first_day(begins)
    # A microsecond earlier, because a period that ends at midnight does not touch that day.
    return first_day(ends - dt.timedelta.resolution)


def days_within(begins: dt.datetime, ends: dt.datetime | None, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the dates in Cambodia that a period touches, limited to those from `first` to `last`."""
    day, final = max(first_day(begins), first), min(last_day(begins, ends), last)
    while day <= final:
        yield day
        day += ONE_DAY


def days(begins: dt.datetime, ends: dt.datetime | None, language: str, now: dt.datetime | None = None) -> str:
    """Return the dates of a period as text, such as "3–5 May 2026"; with `now` the present year is left out."""
    first, last = first_day(begins), last_day(begins, ends)
    is_near = now is not None and first.year == last.year == first_day(now).year
    whole = "day_month" if is_near else "long"
    if first == last:
        return date(first, language, whole)
    if (first.year, first.month) == (last.year, last.month):
        return date(first, language, "day") + DASH + date(last, language, whole)
    begin = "day_month" if first.year == last.year else "long"
    return date(first, language, begin) + DASH + date(last, language, whole)


def end_time(begins: dt.datetime, ends: dt.datetime, language: str) -> str:
    """Return the time of day at which a period ends as text; midnight is "midnight" in English."""
    local = ends.astimezone(PHNOM_PENH)
    if ends > begins and local.time() == dt.time.min and not language.startswith("km"):
        return "midnight"
    return time_of_day(local, language)


def when(begins: dt.datetime, ends: dt.datetime | None, language: str, now: dt.datetime) -> str:
    """Return the text beside a period's first day in a list: its time, or its dates if several or another year."""
    if first_day(begins) != last_day(begins, ends):
        return days(begins, ends, language, now)
    if first_day(begins).year != first_day(now).year:
        return f"{date(begins, language)}, {time_of_day(begins, language)}"
    return time_of_day(begins, language)
