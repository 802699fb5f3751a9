"""The page of a series: its years, totals, chain, recommendations and next event."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.models import Participants, Series
from events.series_pages.years import SeriesEvent, years_of
from khmer.dates import PHNOM_PENH
from tests.outcomes.conftest import recommended, step
from tests.queries import queries_of
from vocabulary.models import Institution

PAGE = "/en/events/series/forum/"


@pytest.fixture
def series(db):
    return Series.objects.create(
        slug="forum", name_en="The forum", name_km="វេទិកា", description_en="Six a year.", per_year=6
    )


@pytest.fixture
def add(make_page, organization, series):
    """A public event of the series: add(days from now, women, men)."""

    def make(days, women=0, men=0, **fields):
        start = timezone.now() + timedelta(days=days)
        page = make_page(
            "event",
            organization,
            live=True,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            series=series,
            **fields,
        )
        if women or men:
            Participants.objects.create(event=page, kind="ngo", women=women, men=men)
        return page

    return make


def test_a_series_without_a_public_event_has_no_page(client, series, make_page, organization):
    make_page("event", organization, series=series)
    assert client.get(PAGE).status_code == 404
    assert client.get("/en/events/series/unknown/").status_code == 404


def test_it_sums_who_came_and_leads_to_the_next_event(client, add, drain):
    add(-90, 20, 10, title="First")
    add(-30, 15, 5, title="Second")
    add(10, title="Third", venue="Town hall")
    drain()
    response = client.get(PAGE)
    body = response.content.decode()
    assert response.context["people"].all == 50 and response.context["people"].women == 35
    assert [event.entry.title for event in response.context["events"]] == ["First", "Second", "Third"]
    assert response.context["next"].entry.title == "Third"
    for words in ("Six a year.", "6 a year", "30 people", "Town hall"):
        assert words in body
    assert client.get("/km/events/series/forum/").status_code == 200


def test_an_event_that_is_no_longer_public_leaves_it(client, add, drain):
    add(-90, 20, 10, title="First")
    second = add(-30, 15, 5, title="Second")
    drain()
    second.unpublish()
    drain()
    response = client.get(PAGE)
    assert response.context["people"].all == 30 and "Second" not in response.content.decode()


def test_the_years_have_a_square_for_each_event_that_is_planned():
    class Entry:
        def __init__(self, *day):
            self.happens_at = datetime(*day, tzinfo=PHNOM_PENH)

    days = [(2025, 12, 2), (2026, 1, 1), (2026, 12, 1)]
    events = [SeriesEvent(Entry(*day), n, None, "", day[1] != 12 or day[0] == 2025) for n, day in enumerate(days, 1)]
    first, second = years_of(events, 6)
    assert (first.year, first.held, first.empty, first.next) == (2025, 1, 5, None)
    assert (second.year, second.held, second.empty, second.next.number) == (2026, 1, 4, 3)
    assert [year.empty for year in years_of(events, 0)] == [0, 0]


def test_its_own_recommendations_come_first_and_say_so(client, add, drain, make_page, organization):
    ministry = Institution.objects.create(slug="ministry-a", name_en="Ministry A", name_km="ក្រសួង ក")
    of_event = [recommended(f"Do {n}", ministry, step("sent", 100 + n)) for n in range(6)]
    own = recommended("Keep one place", ministry, step("sent", 5))
    own["value"]["speaks_for"] = "series"
    add(-30, addressed_recommendations=json.dumps([*of_event, own]))
    alone = recommended("Alone", ministry)
    alone["value"]["speaks_for"] = "series"
    make_page("event", organization, live=True, addressed_recommendations=json.dumps([alone]))
    drain()
    response = client.get(PAGE)
    found = response.context["recommendations"]
    assert [row.text for row in found][:2] == ["Keep one place", "Do 5"] and response.context["tally"].all == 7
    assert response.text.count("In the name of the whole series") == 1
    # An event without a series speaks for none.
    tracker = client.get("/en/recommendations/?order=newest").text
    assert "Alone" in tracker and tracker.count("In the name of the whole series") == 1
    listed = client.get("/api/v1/recommendations").json()["results"]
    assert [each["text"] for each in listed if each["is_of_series"]] == ["Keep one place"]


def test_it_takes_few_queries_and_stands_in_the_sitemap(client, add, drain):
    ministry = Institution.objects.create(slug="ministry-a", name_en="Ministry A", name_km="ក្រសួង ក")
    for n in range(7):
        add(
            -30 * n - 1, 9, 7, addressed_recommendations=json.dumps([recommended(f"Do {n}", ministry, step("sent", 5))])
        )
    drain()
    client.cookies["messages"] = "not from the page cache"
    queries = queries_of(client, PAGE)
    assert len(queries) <= 10, queries
    del client.cookies["messages"]
    body = client.get(PAGE).content.decode()
    assert "Do 1" in body and "7 waiting for an answer" in body.lower()
    assert "http://testserver/km/events/series/forum/" in client.get("/sitemap-lists.xml").content.decode()
    assert f'href="{PAGE}"' in client.get(Series.objects.get().events.first().url).content.decode()
