"""The month: what is held on each day, in the days of Cambodia."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events import month_calendar
from khmer.typed_dates import last_year
from tests.entries import make_entries
from tests.queries import queries_of

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=PHNOM_PENH)


def shown(client, path="2026-11/"):
    context = client.get(f"/en/events/month/{path}").context
    return {day.date.day: [e.title for e in day.entries] for day in context["days"] if day.entries and not day.is_other}


def test_each_event_stands_on_its_days(client, organization):
    make_entries(organization, 1, type="event", title="Forum", starts_at=at(5, 8), ends_at=at(5, 17))
    make_entries(organization, 1, type="event", title="Camp", starts_at=at(9, 18), ends_at=at(11, 7))
    assert shown(client) == {5: ["Forum"], 9: ["Camp"], 10: ["Camp"], 11: ["Camp"]}


def test_a_late_evening_is_that_day_in_cambodia(client, organization):
    make_entries(organization, 1, type="event", title="Night", starts_at=at(6, 1), ends_at=at(6, 3))
    assert shown(client) == {6: ["Night"]}


def test_an_empty_month_leads_to_the_list(client, organization):
    html = client.get("/en/events/month/2031-02/").content.decode()
    assert "No events this month" in html


@pytest.mark.parametrize("path", ["1989-12", "2026-13", "2026-0", "2101-01", f"{last_year() + 1}-01"])
def test_no_month_that_is_none(client, portal, path):
    assert client.get(f"/en/events/month/{path}/").status_code == 404


def test_one_leafs_to_months_in_which_something_begins_and_to_this_one(client, organization, time_machine):
    time_machine.move_to(at(20, 12))
    months = [dt.date(2025, 12, 1), dt.date(2026, 11, 1), dt.date(2027, 3, 1)]
    for day, hour in ((dt.date(2025, 12, 31), 20), (dt.date(2027, 3, 1), 0)):
        begins = dt.datetime.combine(day, dt.time(hour), PHNOM_PENH)
        make_entries(organization, 1, type="event", starts_at=begins, ends_at=begins + dt.timedelta(hours=2))
    this = client.get("/en/events/month/").context
    assert [this["previous"], this["month"], this["next"]] == months
    far = client.get("/en/events/month/2031-02/").context
    assert (far["previous"], far["next"]) == (months[2], None)
    assert client.get("/en/events/month/2025-12/").context["next"] == months[1], "This month, though it is empty"


def test_number_of_queries_does_not_grow(client, organization):
    make_entries(organization, 2, type="event", starts_at=at(5, 8), ends_at=at(5, 17))
    few = queries_of(client, "/en/events/month/2026-11/")
    make_entries(organization, 30, type="event", starts_at=at(6, 8), ends_at=at(6, 17))
    assert len(queries_of(client, "/en/events/month/2026-11/")) == len(few) <= 10


def test_a_campaign_of_weeks_stands_in_every_month_that_it_touches(client, organization, time_machine):
    time_machine.move_to(at(20, 12))
    begins, ends = at(25, 8), dt.datetime(2027, 2, 10, 17, tzinfo=PHNOM_PENH)
    make_entries(organization, 1, type="event", title="Campaign", starts_at=begins, ends_at=ends)
    days = {path: list(shown(client, path)) for path in ("2026-10/", "2026-11/", "2026-12/", "2027-01/", "2027-02/")}
    whole = list(range(1, 32))
    assert list(days.values()) == [[], whole[24:30], whole, whole, whole[:10]]
    january = client.get("/en/events/month/2027-01/").context
    assert (january["previous"], january["next"]) == (dt.date(2026, 12, 1), dt.date(2027, 2, 1))
    assert client.get("/en/events/month/2027-02/").context["next"] is None


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        (at(5, 18), at(6, 0), [5]),
        (at(5, 0), at(6, 0), [5]),
        (at(5, 0), at(5, 0), [5]),
        (at(29, 8), dt.datetime(2026, 12, 1, 0, tzinfo=PHNOM_PENH), [29, 30]),
        (dt.datetime(2026, 10, 30, 8, tzinfo=PHNOM_PENH), at(1, 0), []),
        (dt.datetime(2026, 10, 30, 8, tzinfo=PHNOM_PENH), at(1, 1), [1]),
    ],
)
def test_what_ends_at_midnight_is_not_on_the_next_day(client, organization, begins, ends, days, time_machine):
    time_machine.move_to(at(20, 12))
    make_entries(organization, 1, type="event", starts_at=begins, ends_at=ends)
    assert list(shown(client)) == days
    assert client.get("/en/events/month/2026-12/").context["total"] == 0
    assert client.get("/en/events/month/2026-11/").context["next"] is None


def test_a_sheet_that_is_cut_says_so(client, organization, monkeypatch):
    monkeypatch.setattr(month_calendar, "MOST_SHOWN", 2)
    for number, said in ((2, False), (1, True)):
        make_entries(organization, number, type="event", starts_at=at(5, 8), ends_at=at(5, 17))
        assert ("Not all events of this month" in client.get("/en/events/month/2026-11/").content.decode()) == said
