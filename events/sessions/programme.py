"""The programme of an event by day: sessions with their times, and the hours of each day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from khmer.dates import PHNOM_PENH
from khmer.periods import days_within, first_day, last_day


class ProgrammeSession(NamedTuple):
    """One item of a programme with its times; `ends_at` is None where nobody has said it."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None
    what: str


class ProgrammeDay(NamedTuple):
    """One day of a programme with its sessions, in the order in which they were written."""

    date: dt.date
    sessions: list[ProgrammeSession]


def has_days(programme: Any) -> bool:
    """Return whether any item of an event's programme names its day."""
    return any(item.value.get("day") for item in programme or ())


def programme_days(programme: Any, begins: dt.datetime) -> list[ProgrammeDay]:
    """Return a programme's sessions grouped by day, in order of days; one without a day is on the event's first day."""
    days: dict[dt.date, list[ProgrammeSession]] = defaultdict(list)
    for item in programme or ():
        day = item.value.get("day") or first_day(begins)
        starts_at = _at(day, item.value["time"])
        until = item.value.get("until")
        # What ends at an earlier hour than it begins ends after midnight.
        ends_at = _at(day, until) if until else None
        if ends_at and ends_at < starts_at:
            ends_at += dt.timedelta(days=1)
        # In the order in which they were written: parallel sessions are not sorted by hour.
        days[day].append(ProgrammeSession(starts_at, ends_at, item.value["what"]))
    return [ProgrammeDay(day, days[day]) for day in sorted(days)]


def periods(
    programme: Any, begins: dt.datetime, ends: dt.datetime | None
) -> list[tuple[dt.datetime, dt.datetime | None]]:
    """Return (begin, end) for each day that an event's programme names; one pair for the whole event if it names none.

    The event's own beginning and end count on its first and last day. A day whose last session has no end lasts until
    the hour at which the event ends.
    """
    # Without an end there is no last day on which it could count.
    if not has_days(programme) or ends is None:
        return [(begins, ends)]
    return [_period(day, begins, ends) for day in programme_days(programme, begins)]


def days_held(
    programme: Any, begins: dt.datetime, ends: dt.datetime | None, first: dt.date, last: dt.date
) -> Iterator[dt.date]:
    """Yield the days from `first` to `last` on which an event is held: those its programme names, else all its days."""
    if not has_days(programme):
        yield from days_within(begins, ends, first, last)
        return
    for day in programme_days(programme, begins):
        if first <= day.date <= last:
            yield day.date


def _period(day: ProgrammeDay, begins: dt.datetime, ends: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return beginning and end of one day of an event."""
    # The earliest one, and not the first: sessions stand in the order in which they were written.
    starts = min(session.starts_at for session in day.sessions)
    if day.date == first_day(begins):
        # An event may begin before its first session.
        starts = min(starts, begins)
    latest = max(session.ends_at or session.starts_at for session in day.sessions)
    # Not the session with the latest beginning: one that began earlier may end later.
    has_end = any(session.ends_at == latest for session in day.sessions)
    if day.date == last_day(begins, ends):
        # The last day ends with the event, or with a session that goes on longer.
        return starts, max(latest, ends)
    # The hour alone is taken of the event's end, in Cambodia's time: its day is the last one.
    return starts, latest if has_end else max(latest, _at(day.date, ends.astimezone(PHNOM_PENH).time()))


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, PHNOM_PENH)


def days_outside(programme: Any, begins: dt.datetime, ends: dt.datetime) -> list[dt.date]:
    """Return the days that a programme names before the event's first day or after its last one."""
    first, last = first_day(begins), last_day(begins, ends)
    return [day.date for day in programme_days(programme, begins) if not first <= day.date <= last]
