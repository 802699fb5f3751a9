"""Events of several days: each session on its day, in calendar, month, structured data, page and paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from events.calendar import details_of
from events.models import EventPage
from events.sessions.page_form import EventPageForm
from events.sessions.programme import days_outside, periods, programme_days
from khmer.dates import PHNOM_PENH
from tests.queries import queries_of


def at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2030, 10, day, hour, tzinfo=PHNOM_PENH)


def item(hour: int, what: str, day: int | None = None, until: int | None = None) -> tuple[str, dict[str, Any]]:
    value = {"time": dt.time(hour), "what": what, "until": dt.time(until) if until else None}
    return "item", value | {"day": dt.date(2030, 10, day) if day else None}


# On Thursday and Saturday; nothing is held on Friday.
SESSIONS = [item(8, "Welcome", 24, 9), item(14, "Groups", 24), item(9, "Films", 26, 12), item(13, "Prizes", 26, 15)]


@pytest.fixture
def workshop(make_page: Any, organization: Any, drain: Any) -> EventPage:
    times = {"starts_at": at(24, 8), "ends_at": at(26, 16)}
    page = make_page("event", organization, live=True, title="Workshop", programme=SESSIONS, **times)
    drain()
    return page


def test_a_calendar_holds_each_day_once_and_no_night(client, workshop):
    body = client.get("/en/events/calendar.ics").content
    parts = list(Calendar.from_ical(body).walk("VEVENT"))

    held = [(part.decoded("DTSTART"), part.decoded("DTEND")) for part in parts]
    assert held == [(at(24, 8), at(24, 16)), (at(26, 9), at(26, 16))]
    uids = [str(part["UID"]) for part in parts]
    assert uids[0].startswith(f"{workshop.translation_key}@")
    assert uids[1].startswith(f"{workshop.translation_key}-20301026@")


def test_a_month_shows_it_on_the_days_of_its_sessions(client, workshop):
    days = client.get("/en/events/month/2030-10/").context["days"]
    assert [day.date.day for day in days if day.entries] == [24, 26]


def test_search_engines_are_told_each_session(workshop):
    sessions = workshop.structured_data("https://neary.example.org/")["subEvent"]

    assert [session["name"] for session in sessions] == ["Welcome", "Groups", "Films", "Prizes"]
    assert sessions[0]["startDate"] == "2030-10-24T08:00:00+07:00"
    assert sessions[0]["endDate"] == "2030-10-24T09:00:00+07:00"
    assert "endDate" not in sessions[1]


def test_the_page_shows_the_sessions_day_by_day(client, workshop):
    html = client.get(workshop.url).content.decode().partition("<h1>")[2]

    assert (
        html.index('<h3><time datetime="2030-10-24"')
        < html.index("Groups")
        < html.index('<h3><time datetime="2030-10-26"')
    )
    assert html.index('<h3><time datetime="2030-10-26"') < html.index("Prizes")


def test_a_programme_of_before_is_shown_as_it_was(client, make_page, organization, drain):
    # As release 0.1.0 stored it: without day and end.
    before = [
        {"type": "item", "value": {"time": f"{hour:02}:00:00", "what": what}} for hour, what in ((8, "A"), (9, "B"))
    ]
    page = make_page("event", organization, live=True, starts_at=at(24, 8), ends_at=at(26, 16), programme=before)
    drain()

    [day] = programme_days(EventPage.objects.get(pk=page.pk).programme, page.starts_at)
    assert [(session.starts_at, session.ends_at, session.what) for session in day.sessions] == [
        (at(24, 8), None, "A"),
        (at(24, 9), None, "B"),
    ]
    assert periods(page.programme, page.starts_at, page.ends_at) == [(at(24, 8), at(26, 16))]
    assert "subEvent" not in page.structured_data("https://neary.example.org/")
    assert '<h3><time datetime="2030-10-24"' not in client.get(page.url).content.decode()
    assert [d.date.day for d in client.get("/en/events/month/2030-10/").context["days"] if d.entries] == [24, 25, 26]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        # A day without any end lasts until the hour at which the event ends; the last one until its end.
        ([item(9, "A", 24), item(9, "B", 25)], [(at(24, 8), at(24, 16)), (at(25, 9), at(25, 16))]),
        # What ends at an earlier hour than it begins ends after midnight.
        ([item(20, "Night", 24, 1)], [(at(24, 8), at(25, 1))]),
        # An item without a day belongs to the first one.
        ([item(7, "Bus"), item(9, "B", 25, 17)], [(at(24, 7), at(24, 16)), (at(25, 9), at(25, 17))]),
    ],
)
def test_the_hours_of_a_day(sessions, expected):
    page = EventPage(content_type_id=1, programme=sessions)
    assert periods(page.programme, at(24, 8), at(25, 16)) == expected


def test_a_day_on_which_the_event_is_not_held_is_told():
    page = EventPage(content_type_id=1, programme=[item(8, "A", 23), item(8, "B", 24), item(8, "C", 27)])
    assert days_outside(page.programme, at(24, 8), at(26, 16)) == [dt.date(2030, 10, 23), dt.date(2030, 10, 27)]
    assert issubclass(EventPage.get_edit_handler().get_form_class(), EventPageForm)


def test_an_event_of_one_day_costs_the_month_no_query(client, make_page, organization, drain, workshop):
    with_several = len(queries_of(client, "/en/events/month/2030-10/"))
    EventPage.objects.filter(pk=workshop.pk).update(ends_at=at(24, 16))
    workshop.refresh_from_db()
    workshop.save_revision().publish()
    drain()
    assert len(queries_of(client, "/en/events/month/2030-10/")) == with_several - 1


def test_details_of_a_calendar_are_one_query(workshop, django_assert_num_queries):
    from catalog.models import CatalogEntry

    entries = list(CatalogEntry.objects.filter(pk=workshop.pk))
    with django_assert_num_queries(1):
        details = details_of(entries)
        assert periods(details[workshop.pk]["programme"], at(24, 8), at(26, 16))[1][0] == at(26, 9)
