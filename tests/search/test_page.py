"""The search page as people see it."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(client, portal):
    def get(language="en", **parameters):
        with override(language):
            response = client.get(reverse("search"), parameters)
        assert response.status_code == 200
        return unescape(response.content.decode()).replace("\u200b", "")

    return get


def links(html):
    return re.findall(r'href="(\?[^"]*)"', html)


def test_what_was_found_is_shown_and_marked(add, see):
    add("Silk", summary="A day of training to dye silk.", places=["kep"])
    html = see(q="trainings")
    assert "1 result" in html
    assert "A day of <mark>training</mark> to dye silk." in html
    assert 'value="trainings"' in html
    assert "Kep" in html


def test_it_speaks_khmer(add, see):
    add("សិទ្ធិស្ត្រី", summary="សិទ្ធិស្ត្រីនៅកែប", language="km")
    html = see("km", q="សិទ្ធិស្រ្តី")
    assert "<mark>សិទ្ធិស្ត្រី</mark>នៅកែប" in html
    assert "១" in html


def test_a_choice_can_be_added_and_taken_away(add, see, client):
    add("silk law", topics=["law"], type="event")
    add("silk")
    html = see(q="silk", type="event", order="newest")
    assert "1 result" in html
    assert "?q=silk&order=newest" in links(html)
    assert "?q=silk&topic=law&type=event&order=newest" in [sort(link) for link in links(html)]
    assert "?q=silk&type=event&from=2026&to=2026&order=newest" in links(html)


def sort(link):
    order = ["q", "organization", "topic", "type", "place", "language", "from", "to", "order"]
    return "?" + "&".join(sorted(link[1:].split("&"), key=lambda pair: order.index(pair.split("=")[0])))


def test_a_year_is_from_and_to(add, see):
    add("silk")
    html = see(q="silk", **{"from": "2026", "to": "2026"})
    assert "1 result" in html
    assert "?q=silk" in links(html)
    assert "0 results" not in html
    assert "Nothing" in see(q="silk", to="2025-12-31")


def test_a_date_that_is_none_is_told(add, see):
    add("silk")
    html = see(q="silk", **{"from": "yesterday", "to": "0000"})
    assert "“yesterday” is no date" in html
    assert "“0000” is no date" in html
    assert "1 result" in html


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "៣", "²"])
def test_a_page_that_is_none_is_the_first(add, see, page):
    add("silk")
    assert "1 result" in see(q="silk", page=page)


def test_nothing_found_says_what_to_do(add, see):
    add("silk")
    html = see(q="silk unheardof")
    assert "Nothing public has all of “silk unheardof”" in html
    assert "?q=silk" in links(html)
    assert "Nothing public has “<b>”" in see(q="<b>")
    html = see(q="silk", type="event", topic="unheardof", to="2026-01-02")
    assert "Take a choice away" in html
    assert all(name in html for name in ("Event", "unheardof", "– 2 January 2026"))


def test_a_query_that_was_cut_says_so(add, see):
    assert "Only its beginning was looked for" in see(q="silk " * 1000)


def test_only_reading_is_allowed(client, portal):
    assert client.post("/en/search/").status_code == 405


def test_the_page_costs_few_queries(add, see, django_assert_max_num_queries):
    for number in range(25):
        add(f"silk {number}", topics=["law"], places=["kep"])
    see(q="silk")
    with django_assert_max_num_queries(12):
        see(q="silk", topic="law")
