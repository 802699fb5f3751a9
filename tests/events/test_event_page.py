from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from catalog.terms import places, topics
from events.models import Participants, Series
from khmer.dates import PHNOM_PENH
from tests.queries import queries_of

NOW = timezone.now()
OVER_NEW_YEAR = datetime(2026, 12, 30, 8, tzinfo=PHNOM_PENH), datetime(2027, 1, 2, 8, tzinfo=PHNOM_PENH)


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
    page = make_held({"commune-council": (8, 5), "ngo": (5, 6), "university": (1, 0), "court": (6, 0)})
    drain()

    response = client.get(address(page))

    assert response.context["attendance"] == (20, 11, 0)
    rows = response.context["breakdown"].rows
    assert rows == [("Commune councils", (8, 5, 0)), ("NGOs", (5, 6, 0)), ("Others", (7, 0, 0))]
    html = response.content.decode()
    assert "Universities" not in html and "Courts" not in html
    assert "Typed by the organization." in html


def test_a_small_group_is_not_shown_by_sex(client, make_held, drain):
    page = make_held({"ngo": (17, 3)})
    drain()

    response = client.get(address(page))

    assert response.context["attendance"] == (None, None, 20)
    assert response.context["breakdown"] is None
    assert ">17<" not in response.content.decode() and ">20<" in response.content.decode()


def test_an_event_of_a_series_shows_its_totals_alone(client, make_held, series, drain):
    page = make_held({"ngo": (20, 10), "court": (9, 9)}, series=series)
    drain()

    response = client.get(address(page))

    assert response.context["attendance"] == (29, 19, 0)
    assert "Courts" not in response.content.decode()
    assert "shown for the whole series" in response.content.decode()


def test_series_counts_each_event_once_whatever_its_languages(client, make_held, series, drain):
    takeo, capital = [places.by_slug("takeo")], [places.by_slug("phnom-penh")]
    first = make_held({"ngo": (10, 5), "court": (1, 1)}, series=series, places=capital)
    make_held({"ngo": (10, 5), "court": (1, 1)}, "km", series=series, translation_key=first.translation_key)
    make_held({"ngo": (5, 5)}, series=series, places=takeo)
    make_held({"ngo": (7, 7)}, "km", series=series, places=takeo)
    make_held({"ngo": (9, 1)}, series=series, places=takeo)
    make_held({"ngo": (90, 90)})
    drain()

    assert client.get(address(first)).context["series"] == {
        "name": "ICT training",
        "held": 4,
        "slug": "ict",
        "in_capital": 1,
        "in_provinces": 3,
        "people": (23, 18, 10),
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


def test_an_event_over_new_year_says_both_years(client, make_page, organization):
    begins, ends = OVER_NEW_YEAR
    page = make_page("event", organization, starts_at=begins, ends_at=ends, live=True)
    html = client.get(address(page)).content.decode()
    assert "Wednesday, 30 December 2026, 8:00 am</time>" in html
    assert "Saturday, 2 January 2027, 8:00 am</time>" in html
    assert 'datetime="2027-01-02T08:00:00+07:00"' in html


def test_an_event_until_midnight_stays_on_its_day(client, make_page, organization):
    begins = datetime(2026, 12, 30, 18, tzinfo=PHNOM_PENH)
    page = make_page("event", organization, starts_at=begins, ends_at=begins + timedelta(hours=6), live=True)
    html = client.get(address(page)).content.decode()
    assert "midnight</time>" in html and "31 December" not in html


@pytest.mark.parametrize("path", ["events/", "", "search/?q=Fair", "organizations/silk-weavers/"])
def test_lists_say_the_years_where_they_differ(client, make_page, organization, drain, time_machine, path):
    time_machine.move_to(datetime(2026, 12, 20, 8, tzinfo=PHNOM_PENH))
    begins, ends = OVER_NEW_YEAR
    make_page("event", organization, title="Fair", starts_at=begins, ends_at=ends, live=True)
    drain()
    assert "30 December 2026 – 2 January 2027" in client.get(f"/en/{path}").content.decode()
