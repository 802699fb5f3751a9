"""Response times: the tier and the kind of page or matter give the hours, which are counted on working days.

What is urgent, because somebody may be in danger, is counted in all hours: it does not wait for Monday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from khmer.dates import PHNOM_PENH
from moderation.models import AnswerTime
from moderation.models.settings import URGENT
from orgs.models import Organization

DAY = dt.timedelta(days=1)
# For a tier whose row an editor deleted.
DEFAULT_HOURS = 48
# For what is urgent, where its row was deleted.
URGENT_HOURS = 4


def due_at(organization: Organization, kind: str, sent: dt.datetime) -> dt.datetime:
    """Return the time (UTC) by which an editor should answer a page of a kind sent at this time, on working days."""
    return page_times(organization, kind, sent)[1]


def reminder_at(organization: Organization, kind: str, sent: dt.datetime) -> dt.datetime:
    """Return the time (UTC) at which half of the response time for a page of a kind, sent at this time, is over."""
    return page_times(organization, kind, sent)[0]


def page_times(organization: Organization, kind: str, sent: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return the times (UTC) at which half and all of the response time for a page of a kind are over; by one query."""
    within = answer_within(organization.tier, kind)
    return working_time_after(sent, within / 2), working_time_after(sent, within)


def matter_times(
    kind: str, organization: Organization | None, is_urgent: bool, since: dt.datetime
) -> tuple[dt.datetime, dt.datetime]:
    """Return the times (UTC) at which half and all of a matter's response time are over; if urgent, on all days."""
    tier = organization.tier if organization else ""
    if is_urgent:
        within = answer_within(tier, URGENT, URGENT_HOURS)
        return (since + within / 2).astimezone(dt.UTC), (since + within).astimezone(dt.UTC)
    within = answer_within(tier, kind)
    return working_time_after(since, within / 2), working_time_after(since, within)


def late_at(sent: dt.datetime, due: dt.datetime) -> dt.datetime:
    """Return the time (UTC) at which a submission or matter is late: half of its response time after its due time."""
    return working_time_after(due, working_time_between(sent, due) / 2)


def urgent_late_at(since: dt.datetime, due: dt.datetime) -> dt.datetime:
    """Return the time (UTC) at which an urgent matter is late: half its response time after due, on all days."""
    return (due + (due - since) / 2).astimezone(dt.UTC)


def answer_within(tier: str, kind: str, default: int = DEFAULT_HOURS) -> dt.timedelta:
    """Return the time in which editors answer, stored for a kind of page or matter or a tier, else the default.

    A row of the kind for all tiers goes before one of the tier for all kinds. Without any it is the default, in hours.
    """
    kinds = [kind] if kind == URGENT else [kind, ""]
    # The empty text is the lowest: in descending order the rows with a kind come first, then those with a tier.
    rows = AnswerTime.objects.filter(tier__in=[tier, ""], kind__in=kinds).order_by("-kind", "-tier")
    hours = rows.values_list("hours", flat=True).first()
    return dt.timedelta(hours=default if hours is None else hours)


def working_time_after(start: dt.datetime, time: dt.timedelta) -> dt.datetime:
    """Return the time (UTC) at which this much time of working days (24 hours each) has passed after a start time.

    A working day counts from midnight to midnight in Phnom Penh, 24 hours; time that ends with it ends as the next
    working day begins.
    """
    for begin, end in working_days_from(start):
        if time < end - begin:
            return (begin + time).astimezone(dt.UTC)
        time -= end - begin
    raise AssertionError("The working days never end.")


def working_time_between(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """Return the time between two aware times that lies on working days; zero when the second is earlier."""
    total = dt.timedelta()
    for begins, ends in working_days_from(start):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total


def working_days_from(moment: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield begin and end of each working day in Phnom Penh from a time on, endlessly; the first may be partial."""
    begin = moment.astimezone(PHNOM_PENH)
    while True:
        end = dt.datetime.combine(begin.date() + DAY, dt.time(), PHNOM_PENH)
        if is_working_day(begin.date()):
            yield begin, end
        begin = end


def is_working_day(day: dt.date) -> bool:
    """Return whether a day is Monday to Friday and no public holiday of Cambodia.

    Of a year that the library does not know, only weekends are free.
    """
    return day.weekday() < 5 and day not in public_holidays(day.year)


@cache
def public_holidays(year: int) -> frozenset[dt.date]:
    """Return the dates of Cambodia's public holidays in a year (cached); none for an unknown year.

    They are computed by the library `holidays`, which knows the Khmer calendar from 1993 to 2100.
    """
    # Imported here: at the top of the file it would slow down the start of every process.
    import holidays

    return frozenset(holidays.country_holidays("KH", years=year, expand=False))
