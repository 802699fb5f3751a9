"""By when an editor answers: counted in working days of Cambodia."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.models import AnswerTime
from moderation.timing.response_times import (
    due_at,
    is_working_day,
    late_at,
    reminder_at,
    working_time_after,
    working_time_between,
)

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
HOUR = dt.timedelta(hours=1)

moments = st.datetimes(
    dt.datetime(2024, 1, 1),  # noqa: DTZ001 - the strategy wants bounds without a zone
    dt.datetime(2032, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([dt.UTC, PHNOM_PENH, ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")]),
    allow_imaginary=False,
)
times = st.timedeltas(dt.timedelta(0), dt.timedelta(hours=240))


def local(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=PHNOM_PENH)


@pytest.mark.parametrize(
    ("sent", "hours", "due"),
    [
        (local(2026, 12, 1, 9, 30), 24, local(2026, 12, 2, 9, 30)),
        # Over a weekend.
        (local(2026, 12, 4, 9, 30), 24, local(2026, 12, 7, 9, 30)),
        # Sent on a Saturday evening: the clock starts on Monday.
        (local(2026, 12, 5, 20, 0), 24, local(2026, 12, 8, 0, 0)),
        # The Water Festival, Monday to Wednesday.
        (local(2026, 11, 20, 17, 0), 24, local(2026, 11, 26, 17, 0)),
        # Khmer New Year, Tuesday to Thursday.
        (local(2026, 4, 13, 8, 0), 48, local(2026, 4, 20, 8, 0)),
        # What ends with Friday ends as Monday begins.
        (local(2026, 12, 4, 0, 0), 24, local(2026, 12, 7, 0, 0)),
    ],
)
def test_hours_of_working_days(sent, hours, due):
    assert working_time_after(sent, hours * HOUR) == due


def test_the_day_is_that_of_phnom_penh():
    # Friday 16:30 in London is Friday 23:30 in Phnom Penh, half an hour before the weekend.
    friday = dt.datetime(2026, 12, 4, 16, 30, tzinfo=ZoneInfo("Europe/London"))
    assert working_time_after(friday, HOUR) == local(2026, 12, 7, 0, 30)


@given(moments, times)
def test_due_falls_on_a_working_day_after_exactly_so_much_working_time(sent, time):
    due = working_time_after(sent, time)
    assert is_working_day(due.astimezone(PHNOM_PENH).date())
    assert due >= sent
    assert working_time_between(sent, due) == time


@given(moments, moments, times)
def test_what_is_sent_later_is_not_due_earlier(one, other, time):
    earlier, later = sorted([one, other])
    assert working_time_after(earlier, time) <= working_time_after(later, time)


@given(moments, times, times)
def test_more_time_is_not_due_earlier_and_time_adds_up(sent, one, other):
    shorter, longer = sorted([one, other])
    assert working_time_after(sent, shorter) <= working_time_after(sent, longer)
    assert working_time_after(working_time_after(sent, one), other) == working_time_after(sent, one + other)


@given(moments, times)
def test_the_zone_in_which_a_moment_is_told_changes_nothing(sent, time):
    assert working_time_after(sent, time) == working_time_after(sent.astimezone(dt.UTC), time)


@given(moments, times.filter(bool))
def test_half_due_and_late_follow_each_other(sent, time):
    half, due = working_time_after(sent, time / 2), working_time_after(sent, time)
    late = late_at(sent, due)
    assert sent < half < due < late
    assert abs(working_time_between(due, late) - time / 2) <= dt.timedelta(microseconds=1)


@pytest.mark.parametrize("year", [1901, 1990, 2101, 2500])
def test_a_year_of_which_the_library_knows_nothing_has_weekends_only(year):
    sent = local(year, 6, 15, 12)
    assert working_time_between(sent, working_time_after(sent, 240 * HOUR)) == 240 * HOUR


def test_time_between_is_nothing_when_turned_round():
    assert working_time_between(local(2026, 12, 2), local(2026, 12, 1)) == dt.timedelta(0)


def test_the_tiers_time_and_that_of_a_kind(organization, django_assert_num_queries):
    sent = local(2026, 12, 1, 9, 0)
    AnswerTime.objects.filter(tier=organization.tier).update(hours=12)
    AnswerTime.objects.create(tier=organization.tier, kind="event", hours=2)
    with django_assert_num_queries(1):
        assert due_at(organization, "article", sent) == local(2026, 12, 1, 21, 0)
    with django_assert_num_queries(1):
        assert due_at(organization, "event", sent) == local(2026, 12, 1, 11, 0)
    assert reminder_at(organization, "event", sent) == local(2026, 12, 1, 10, 0)


def test_a_tier_without_a_time_has_one_all_the_same(organization):
    AnswerTime.objects.all().delete()
    assert due_at(organization, "article", local(2026, 12, 1, 9)) == local(2026, 12, 3, 9)


def test_every_tier_comes_with_a_time(db):
    from orgs.models import Organization

    assert set(Organization.Tier.values) == set(AnswerTime.objects.filter(kind="").values_list("tier", flat=True))


def test_what_is_sent_keeps_its_times(waiting):
    organization = waiting.organization
    assert waiting.due_at == due_at(organization, waiting.kind, waiting.submitted_at)
    assert waiting.reminder_at == reminder_at(organization, waiting.kind, waiting.submitted_at)
