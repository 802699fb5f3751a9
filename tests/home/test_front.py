from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.terms import places, topics
from tests.entries import make_entries
from tests.queries import queries_of


def titles(entries):
    return [entry.title for entry in entries]


def test_newest_piece_with_a_picture_leads_and_four_follow(client, organization):
    make_entries(organization, 3)
    [pictured] = make_entries(
        organization, 1, image="/files/a.webp", title="Pictured", published_at=timezone.now() - timedelta(hours=1)
    )
    make_entries(organization, 5, published_at=timezone.now() - timedelta(hours=2))

    newest = client.get("/en/").context["newest"]

    assert newest[0].pk == pictured.pk
    assert len(newest) == 5
    assert [entry.published_at for entry in newest[1:]] == sorted((e.published_at for e in newest[1:]), reverse=True)


def test_counts_tell_pieces_organizations_and_provinces_once_whatever_their_languages(
    client, organization, other_organization
):
    both = make_entries(organization, 1, places=[places.by_slug("takeo")])[0]
    make_entries(organization, 1, language="km", translation_key=both.translation_key, places=[places.by_slug("takeo")])
    make_entries(other_organization, 1, language="km", places=[places.by_slug("kep"), places.by_slug("kandal")])

    for language in ("en", "km"):
        counts = client.get(f"/{language}/").context["counts"]
        assert counts == {"organizations": 3, "pieces": 2, "provinces": 3}


def test_all_fourteen_topics_stand_there_with_their_counts(client, organization):
    make_entries(organization, 2, topics=[topics.by_slug("law")])
    make_entries(organization, 1, topics=[topics.by_slug("law"), topics.by_slug("health")])

    shown = {each["topic"].slug: each["count"] for each in client.get("/en/").context["topics"]}

    assert len(shown) == 14
    assert (shown["law"], shown["health"], shown["gender"]) == (3, 1, 0)


def test_events_ahead_come_next_first_and_past_ones_not_at_all(client, organization):
    past = {"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)}
    make_entries(organization, 1, type="event", title="Over", **past)
    ahead = make_entries(organization, 6, type="event")

    assert titles(client.get("/en/").context["events"]) == titles(ahead[:4])


def test_busiest_organization_of_the_month_comes_first(client, organization, other_organization):
    make_entries(other_organization, 2)
    make_entries(organization, 1)

    shown = client.get("/en/").context["organizations"]

    assert [(each["organization"].slug, each["count"]) for each in shown][:2] == [
        ("law-circle", 2),
        ("silk-weavers", 1),
    ]
    assert len(shown) == 3


def test_hidden_organization_leaves_no_trace(client, organization):
    make_entries(organization, 1, title="Not for anybody", places=[places.by_slug("takeo")])
    organization.is_hidden = True
    organization.save()

    response = client.get("/en/")

    assert "Not for anybody" not in response.content.decode()
    assert "Silk Weavers" not in response.content.decode()
    assert response.context["counts"] == {"organizations": 2, "pieces": 0, "provinces": 0}


@pytest.mark.parametrize("language", ["en", "km"])
def test_number_of_queries_does_not_grow(client, make_organization, language):
    def fill(number):
        for index in range(6):
            organization = make_organization(f"{language}-{number}-{index}")
            for type in ("article", "event", "publication"):
                make_entries(organization, number, type=type, language=language, topics=topics.all()[:3])

    fill(5)
    few = queries_of(client, f"/{language}/")
    fill(15)
    many = queries_of(client, f"/{language}/")

    assert len(many) == len(few)
    assert len(many) <= 15


def test_empty_portal_has_a_front_page(client, portal):
    assert client.get("/en/").status_code == 200
    assert client.get("/km/").status_code == 200
