"""A month of events, day by day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from catalog.listing import pieces
from catalog.models import CatalogEntry
from events.kinds import EVENT

# Beyond this many the list of events serves better.
MOST_SHOWN = 300
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class CalendarDay:
    """A day of the sheet; `is_other` tells that it belongs to the month before or after."""

    date: dt.date
    is_other: bool
    is_today: bool
    entries: list[CatalogEntry] = field(default_factory=list)


def month_sheet(first: dt.date, language: str) -> dict[str, Any]:
    """The weeks that touch a month, Monday first, with what is held on each day.

    Keys: month (its first day), days, previous and next (first days of the nearest months in which something begins,
    or of this month; None where there is none), total.
    """
    shown = list(calendar.Calendar().itermonthdates(first.year, first.month))
    entries = held_between(shown[0], shown[-1], language)
    by_day: dict[dt.date, list[CatalogEntry]] = defaultdict(list)
    for entry in entries:
        for day in days_of(entry):
            by_day[day].append(entry)
    today = timezone.localdate()
    previous, following = neighbours(first, today.replace(day=1), language)
    days = [CalendarDay(day, day.month != first.month, day == today, by_day[day]) for day in shown]
    return {
        "month": first,
        "days": days,
        "previous": previous,
        "next": following,
        "total": len({entry.pk for day in days if not day.is_other for entry in day.entries}),
    }


def held_between(first: dt.date, last: dt.date, language: str) -> list[CatalogEntry]:
    """Events that touch these days, by their beginning."""
    begin, end = midnight(first), midnight(last + dt.timedelta(days=1))
    events = pieces(language, EVENT.name)
    return list(events.filter(starts_at__lt=end, ends_at__gte=begin).order_by("starts_at")[:MOST_SHOWN])


def days_of(entry: CatalogEntry) -> list[dt.date]:
    """The days in Cambodia on which it is held, a month's at most."""
    begin, end = (timezone.localdate(moment) for moment in (entry.starts_at, entry.ends_at))
    return [begin + dt.timedelta(days=number) for number in range(min((end - begin).days, 31) + 1)]


def neighbours(first: dt.date, now: dt.date, language: str) -> tuple[dt.date | None, dt.date | None]:
    """The nearest months before and after, given by their first days, that are worth a visit.

    Without an end, whoever follows every link would leaf for centuries.
    """
    events, after = pieces(language, EVENT.name).order_by("starts_at"), next_month(first)
    begins = events.values_list("starts_at", flat=True)
    earlier = begins.filter(starts_at__lt=midnight(first)).last()
    later = begins.filter(starts_at__gte=midnight(after)).first()
    months = {now, *(timezone.localdate(moment).replace(day=1) for moment in (earlier, later) if moment)}
    return max((m for m in months if m < first), default=None), min((m for m in months if m >= after), default=None)


def next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
