from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.terms import places, topics
from events.models import Participants, Series
from tests.queries import queries_of

NOW = timezone.now()


def address(page):
    return f"/en/organizations/silk-weavers/{page.slug}/"


def held(days=1, **fields):
    start = timezone.now() - timedelta(days=days)
    return {"starts_at": start, "ends_at": start + timedelta(hours=6), "live": True, **fields}


@pytest.fixture
def make_held(make_page, organization):
    """A held event with participants: make_held({"ngo": (8, 4)}, **fields)."""

    def make(participants, language="en", **fields):
        page = make_page("event", organization, language, **held(**fields))
        for order, (kind, (women, men)) in enumerate(participants.items()):
            Participants.objects.create(event=page, kind=kind, women=women, men=men, sort_order=order)
        return page

    return make


@pytest.fixture
def series():
    return Series.objects.create(slug="ict", name_en="ICT training", name_km="វគ្គបច្ចេកវិទ្យា")


def test_who_took_part_adds_up(client, make_held, drain):
    page = make_held({"commune-council": (8, 4), "ngo": (5, 1), "university": (1, 0)})
    drain()

    response = client.get(address(page))

    assert response.context["attendance"] == {"women": 14, "men": 5, "all": 19}
    assert [row.all for row in response.context["participants"]] == [12, 6, 1]
    assert "Commune councils" in response.content.decode()


def test_series_counts_each_event_once_whatever_its_languages(client, make_held, series, drain):
    takeo, capital = [places.by_slug("takeo")], [places.by_slug("phnom-penh")]
    first = make_held({"ngo": (10, 2), "court": (1, 1)}, series=series, places=capital)
    make_held({"ngo": (10, 2), "court": (1, 1)}, "km", series=series, translation_key=first.translation_key)
    make_held({"ngo": (5, 5)}, series=series, places=takeo)
    make_held({"ngo": (7, 7)}, "km", series=series, places=takeo)
    make_held({"ngo": (90, 90)})
    drain()

    assert client.get(address(first)).context["series"] == {
        "name": "ICT training",
        "held": 3,
        "in_capital": 1,
        "in_provinces": 2,
        "women": 23,
        "men": 15,
        "all": 38,
    }


def test_series_leaves_out_what_is_not_public_or_not_yet_held(
    client, make_held, make_page, organization, series, drain
):
    page = make_held({"ngo": (10, 2)}, series=series)
    make_held({"ngo": (5, 5)}, series=series).unpublish()
    make_page("event", organization, live=True, series=series)
    drain()

    assert client.get(address(page)).context["series"]["held"] == 1


def test_what_follows_is_shown_while_it_is_public(client, make_page, make_held, organization, drain):
    later = make_page("event", organization, live=True, title="Follow-up meeting")
    page = make_held({}, follow_up=later)
    drain()
    assert client.get(address(page)).context["follow_up"].pk == later.pk

    later.unpublish()

    response = client.get(address(page))
    assert response.context["follow_up"] is None
    assert "Follow-up meeting" not in response.content.decode()


def test_partners_that_are_hidden_are_not_named(client, make_held, other_organization, drain):
    page = make_held({})
    page.partners = [other_organization]
    page.save()
    drain()
    assert [each.slug for each in client.get(address(page)).context["partners"]] == ["law-circle"]

    other_organization.is_hidden = True
    other_organization.save()

    response = client.get(address(page))
    assert response.context["partners"] == []
    assert "Law Circle" not in response.content.decode()


def test_full_event_costs_few_queries(client, make_held, make_page, organization, other_organization, series, drain):
    later = make_page("event", organization, live=True)
    page = make_held(
        {"ngo": (10, 2), "court": (3, 4), "senate": (1, 1)},
        series=series,
        follow_up=later,
        topics=topics.all()[:3],
        places=places.all()[:2],
        programme=[("item", {"time": "08:00", "what": "Opening"})],
        recommendations="<ul><li>Child care</li></ul>",
    )
    page.partners = [other_organization]
    page.save()
    drain()

    assert len(queries_of(client, address(page))) <= 11
