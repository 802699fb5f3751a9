from datetime import timedelta

import pytest
from django.utils import timezone

from tests.entries import make_entries
from tests.queries import queries_of

PAST = {"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)}


def listed(response):
    assert response.status_code == 200
    return [entry.title for entry in response.context["events"]]


def test_ahead_comes_next_first_and_held_latest_first(client, organization):
    ahead = make_entries(organization, 3, type="event")
    make_entries(organization, 1, type="event", title="Over", **PAST)
    longer_ago = {"starts_at": PAST["starts_at"] - timedelta(days=9), "ends_at": PAST["ends_at"] - timedelta(days=9)}
    make_entries(organization, 1, type="event", title="Long over", **longer_ago)

    assert listed(client.get("/en/events/")) == [entry.title for entry in ahead]
    assert listed(client.get("/en/events/?when=past")) == ["Over", "Long over"]


def test_one_kind_alone(client, make_page, organization, drain):
    make_page("event", organization, live=True, title="Forum six", kind="forum", venue="Provincial hall")
    make_page("event", organization, live=True, title="Training", kind="training")
    drain()

    response = client.get("/en/events/?kind=forum")

    assert listed(response) == ["Forum six"]
    assert response.context["events"][0].venue == "Provincial hall"


@pytest.mark.parametrize("query", ["kind=party", "when=never", "page=x", "kind=%00"])
def test_nonsense_is_no_filter(client, organization, query):
    make_entries(organization, 2, type="event")

    assert len(listed(client.get(f"/en/events/?{query}"))) == 2


@pytest.mark.parametrize("query", ["", "?when=past", "?kind=forum"])
def test_number_of_queries_does_not_grow(client, organization, query):
    make_entries(organization, 5, type="event")
    make_entries(organization, 5, type="event", **PAST)
    few = queries_of(client, f"/km/events/{query}")
    make_entries(organization, 50, type="event")
    make_entries(organization, 50, type="event", **PAST)
    many = queries_of(client, f"/km/events/{query}")

    assert len(many) <= len(few) + 1 <= 10
