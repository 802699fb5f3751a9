import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from catalog.terms import places, topics
from tests.entries import make_entries
from tests.queries import queries_of

LISTS = ["topics", "places", "organizations", "activity", "events", "pages"]


def get(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def whole(client, path):
    """All of a list, part by part."""
    results, cursor = [], ""
    while True:
        part = get(client, f"{path}&cursor={cursor}")
        results += part["results"]
        cursor = part["next"]
        if not cursor:
            return results


def test_topics_and_places_are_complete_and_bilingual(client, portal):
    assert len(get(client, "topics")["results"]) == 14
    assert len(get(client, "places")["results"]) == 25
    assert get(client, "topics")["results"][1] == {"slug": "law", "name_en": "Law", "name_km": "ច្បាប់"}


def test_organizations_tell_who_they_are(client, organization, other_organization):
    organization.topics.set([topics.by_slug("talent")])
    organization.places.set([places.by_slug("takeo")])
    other_organization.is_hidden = True
    other_organization.save()

    [neary, weavers] = get(client, "organizations?language=km")["results"]

    assert neary["slug"] == "neary"
    assert weavers["url"] == "http://testserver/km/organizations/silk-weavers/"
    assert (weavers["topics"], weavers["places"]) == (["talent"], ["takeo"])
    assert [each["slug"] for each in get(client, "organizations?topic=talent")["results"]] == ["silk-weavers"]
    assert get(client, "organizations?place=kep")["results"] == []
    assert not {"email", "phone", "tier", "status"} & set(weavers)


@pytest.mark.empty_portal
def test_organizations_by_cursor(client, make_organization):
    for index in range(5):
        make_organization(f"organization-{index}")

    slugs = [each["slug"] for each in whole(client, "organizations?page_size=2")]

    assert slugs == sorted(slugs)
    assert len(slugs) == 6


def test_activity_by_cursor_is_whole_while_news_comes_in(client, organization):
    entries = make_entries(organization, 7)
    first = get(client, "activity?page_size=3")
    make_entries(organization, 2, title="Newer", published_at=timezone.now() + timedelta(minutes=1))

    rest = whole_from(client, first["next"])

    assert [item["page"]["id"] for item in first["results"] + rest] == [entry.pk for entry in entries]


def whole_from(client, cursor):
    results = []
    while cursor:
        part = get(client, f"activity?page_size=3&cursor={cursor}")
        results += part["results"]
        cursor = part["next"]
    return results


def test_activity_of_one_organization(client, organization, other_organization):
    make_entries(organization, 1, title="Ours")
    make_entries(other_organization, 1, title="Theirs")

    [item] = get(client, "activity?organization=silk-weavers")["results"]

    assert item["kind"] == "published"
    assert item["page"]["title"] == "Ours"
    assert client.get("/api/v1/activity?organization=nobody").status_code == 404


def test_events_ahead_and_past(client, organization):
    ahead = make_entries(organization, 3, type="event")
    over = timezone.now() - timedelta(days=1)
    make_entries(organization, 1, type="event", title="Over", starts_at=over - timedelta(hours=2), ends_at=over)

    assert [event["id"] for event in whole(client, "events?page_size=2")] == [entry.pk for entry in ahead]
    assert [event["title"] for event in get(client, "events?when=past")["results"]] == ["Over"]


def test_events_that_begin_at_the_same_moment_are_all_there(client, organization):
    moment = timezone.now() + timedelta(days=1)
    entries = make_entries(organization, 5, type="event", starts_at=moment, ends_at=moment + timedelta(hours=1))

    assert [event["id"] for event in whole(client, "events?page_size=2")] == sorted(entry.pk for entry in entries)


@pytest.mark.parametrize("path", ["organizations", "activity", "events", "pages"])
@pytest.mark.parametrize(
    "query",
    [
        "cursor=x",
        "cursor=%00",
        "cursor=ចោល",
        "cursor=bnVsbA",  # null
        "cursor=WzEsMl0",  # [1, 2]
        "cursor=WyJcdTAwMDAiLCAxXQ",  # ["\u0000", 1]
        "cursor=WyIyMDI2LTAxLTAxIiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTldCg",  # a number too large
        "page_size=0",
        "page_size=1000",
        "page_size=x",
        "language=fr",
    ],
)
def test_bad_parameters_are_refused(client, portal, path, query):
    response = client.get(f"/api/v1/{path}?{query}")

    assert response.status_code == 400
    assert response.json()["detail"]


@pytest.mark.parametrize("path", ["activity", "events", "pages"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"])
def test_a_cursor_with_a_time_that_no_database_has_is_refused(client, portal, path, moment):
    cursor = urlsafe_b64encode(json.dumps([moment, 1]).encode()).decode()

    assert client.get(f"/api/v1/{path}", {"cursor": cursor}).status_code == 400


def test_unknown_addresses_are_told_in_json(client, db):
    response = client.get("/api/v1/nothing/here")

    assert response.status_code == 404
    assert response.json() == {"detail": "There is no such address."}


@pytest.mark.parametrize("path", [*LISTS, "search"])
def test_nothing_can_be_changed(client, portal, path):
    assert client.post(f"/api/v1/{path}", {}).status_code == 405


@pytest.mark.parametrize("path", ["organizations", "activity", "events", "pages", "search"])
def test_number_of_queries_does_not_grow(client, organization, path):
    make_entries(organization, 10, type="event")
    few = queries_of(client, f"/api/v1/{path}")
    make_entries(organization, 50, type="event")
    many = queries_of(client, f"/api/v1/{path}")

    assert len(many) <= len(few) + 1 <= 25


def test_documentation_asks_nothing_of_others(client, db):
    page = client.get("/api/v1/docs")
    html = page.content.decode()

    assert page.status_code == 200
    assert "//cdn" not in html
    assert "https://" not in html
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert {
        f"/api/v1/{path}" for path in [*LISTS, "search", "recommendations", "statistics", "pages/{page_id}"]
    } == set(client.get("/api/v1/openapi.json").json()["paths"])


def test_pages_by_cursor_each_once(client, organization, other_organization):
    key = uuid4()
    make_entries(organization, 1, title="Silk", translation_key=key)
    [khmer] = make_entries(organization, 1, title="សូត្រ", translation_key=key, language="km")
    make_entries(organization, 4)
    make_entries(other_organization, 1, topics=[topics.by_slug("law")], places=[places.by_slug("kep")])

    assert len(whole(client, "pages?page_size=2&type=article")) == 6
    assert khmer.pk in [each["id"] for each in get(client, "pages?language=km&type=article")["results"]]
    assert len(get(client, "pages?topic=law&place=kep")["results"]) == 1
    assert get(client, "pages?topic=unheardof")["results"] == []
    assert len(get(client, "pages?organization=law-circle&type=article")["results"]) == 1
    assert client.get("/api/v1/pages?organization=nobody").status_code == 404
    assert client.get("/api/v1/pages?type=nonsense").status_code == 400


def test_a_page_is_given_whole(client, organization):
    [english] = make_entries(organization, 1, title="Silk", text="All of it.")
    make_entries(organization, 1, language="km", translation_key=english.translation_key)

    page = get(client, f"pages/{english.pk}")

    assert (page["title"], page["text"], page["image"]) == ("Silk", "All of it.", None)
    assert [each["language"] for each in page["translations"]] == ["km"]
    organization.is_hidden = True
    organization.save()
    assert client.get(f"/api/v1/pages/{english.pk}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "x"])
def test_a_page_that_is_not_there(client, portal, number):
    assert client.get(f"/api/v1/pages/{number}").status_code in (400, 404)
