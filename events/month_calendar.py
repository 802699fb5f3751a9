"""The events of a month, day by day."""

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
from events.models import EventPage
from events.sessions.programme import days_held
from khmer.periods import first_day, last_day

# With more events than this the list of events is the better view.
MOST_SHOWN = 300
# Later than any date that can be typed.
END = dt.date(dt.MAXYEAR, 1, 1)


@dataclass(frozen=True)
class CalendarDay:
    """A day on a month's page; `is_other` is set when it belongs to the month before or after."""

    date: dt.date
    is_other: bool
    is_today: bool
    entries: list[CatalogEntry] = field(default_factory=list)


def month_sheet(first: dt.date, language: str) -> dict[str, Any]:
    """Return the template context of a month's page: each day of its weeks, Monday first, with its public events.

    Keys: month (its first day), days, previous and next (first days of the nearest months in which something is held,
    or of this month; None where there is none), total, and is_truncated where there is more than can be shown.
    """
    # itermonthdates gives whole weeks, also days of the months before and after; Monday is its first day.
    shown = list(calendar.Calendar().itermonthdates(first.year, first.month))
    entries = held_between(shown[0], shown[-1], language)
    by_day: dict[dt.date, list[CatalogEntry]] = defaultdict(list)
    # Only of what is shown: one more row is read just to know that there are more.
    programmes = programmes_of(entries[:MOST_SHOWN])
    for entry in entries[:MOST_SHOWN]:
        for day in days_held(programmes.get(entry.pk), entry.happens_at, entry.ends_at, shown[0], shown[-1]):
            by_day[day].append(entry)
    today = timezone.localdate()
    previous, following = neighbours(first, today.replace(day=1), language)
    days = [CalendarDay(day, day.month != first.month, day == today, by_day[day]) for day in shown]
    return {
        "month": first,
        "days": days,
        "previous": previous,
        "next": following,
        # Each once, however many days it lasts; days of other months are only filled up.
        "total": len({entry.pk for day in days if not day.is_other for entry in day.entries}),
        "is_truncated": len(entries) > MOST_SHOWN,
    }


def held_between(first: dt.date, last: dt.date, language: str) -> list[CatalogEntry]:
    """Return at most 301 public events held, wholly or in part, from `first` to `last` day, by beginning.

    They are one more than can be shown.
    """
    begin, end = midnight(first), midnight(last + dt.timedelta(days=1))
    return list(pieces(language, EVENT.name).held_between(begin, end)[: MOST_SHOWN + 1])


def programmes_of(entries: list[CatalogEntry]) -> dict[int, Any]:
    """Return {page id: programme} of those events that last several days, in one query; {} without any."""
    several = [
        entry.pk for entry in entries if first_day(entry.happens_at) != last_day(entry.happens_at, entry.ends_at)
    ]
    if not several:
        return {}
    return dict(EventPage.objects.filter(pk__in=several).values_list("pk", "programme"))


def neighbours(first: dt.date, now: dt.date, language: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first days of the nearest months before and after that have public events; None for no such month.

    The current month (`now`) counts too. Links to every month would never end: a program that follows them would walk
    through centuries.
    """
    after, months, events = next_month(first), {now}, pieces(language, EVENT.name)
    # Before this month: the event that ends last. After this month: the first of the events that are held then.
    if earlier := events.filter(starts_at__lt=midnight(first)).order_by("-ends_at").first():
        last = last_day(earlier.happens_at, earlier.ends_at)
        # The day before this month, where the event goes on into it.
        months.add(min(last, first - dt.timedelta(days=1)).replace(day=1))
    if later := events.held_between(midnight(after), midnight(END)).first():
        months.add(max(first_day(later.happens_at), after).replace(day=1))
    return max((m for m in months if m < first), default=None), min((m for m in months if m >= after), default=None)


def next_month(first: dt.date) -> dt.date:
    """Return the first day of the month that follows the month beginning on `first`."""
    # 31 days from the first lead into the next month, whatever the length of this one.
    return (first + dt.timedelta(days=31)).replace(day=1)


def midnight(day: dt.date) -> dt.datetime:
    """Return the aware datetime at which a day begins in the portal's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
