"""By when an editor answers: an organization's tier and the kind of content give the hours, working days count them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from khmer.dates import PHNOM_PENH
from moderation.models import AnswerTime
from orgs.models import Organization

DAY = dt.timedelta(days=1)
# For a tier whose answer time an editor removed.
DEFAULT_HOURS = 48


def due_at(organization: Organization, kind: str, sent: dt.datetime) -> dt.datetime:
    """When an answer to content of a kind that the organization sent at that (aware) moment is due. In UTC."""
    return working_time_after(sent, answer_within(organization.tier, kind))


def reminder_at(organization: Organization, kind: str, sent: dt.datetime) -> dt.datetime:
    """When half of the time for the answer is over. In UTC."""
    return working_time_after(sent, answer_within(organization.tier, kind) / 2)


def late_at(sent: dt.datetime, due: dt.datetime) -> dt.datetime:
    """When an answer is so late that administrators hear of it: half as much time again after it was due. In UTC."""
    return working_time_after(due, working_time_between(sent, due) / 2)


def answer_within(tier: str, kind: str) -> dt.timedelta:
    """The working time for an answer, by the row of the tier and kind, else by that of the tier."""
    rows = AnswerTime.objects.filter(tier=tier, kind__in=[kind, ""]).order_by("-kind")
    hours = rows.values_list("hours", flat=True).first()
    return dt.timedelta(hours=DEFAULT_HOURS if hours is None else hours)


def working_time_after(start: dt.datetime, time: dt.timedelta) -> dt.datetime:
    """The (aware) moment at which so much working time is over. In UTC, never on a day that is none.

    A working day counts from midnight to midnight in Phnom Penh, 24 hours; time that ends with it ends as the next
    working day begins.
    """
    for begin, end in working_days_from(start):
        if time < end - begin:
            return (begin + time).astimezone(dt.UTC)
        time -= end - begin
    raise AssertionError("The working days never end.")


def working_time_between(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How much of the time between two (aware) moments is working time; nothing when the second is earlier."""
    total = dt.timedelta()
    for begins, ends in working_days_from(start):
        if begins >= end:
            break
        total += min(ends, end) - begins
    return total


def working_days_from(moment: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """What is left of its day, if that is a working day, and all working days after it: begin and end of each."""
    begin = moment.astimezone(PHNOM_PENH)
    while True:
        end = dt.datetime.combine(begin.date() + DAY, dt.time(), PHNOM_PENH)
        if is_working_day(begin.date()):
            yield begin, end
        begin = end


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday without Cambodia's public holidays; of a year that the library does not know, only weekends."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


@cache
def public_holidays(year: int) -> frozenset[dt.date]:
    """Computed by the library `holidays`, which knows the Khmer calendar from 1993 to 2100."""
    # Imported where it is used: every process would pay for it at its start.
    import holidays

    return frozenset(holidays.country_holidays("KH", years=year, expand=False))
