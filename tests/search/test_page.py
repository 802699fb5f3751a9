"""The search page as people see it."""

import datetime as dt
import re
import uuid
from html import unescape

import feedparser
import pytest
from django.urls import reverse
from django.utils.translation import override

from search.engines.database import engine as database
from search.engines.database import time_limit

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
    assert "No page matches your choices" in see(q="silk", to="2025-12-31")


def test_a_date_that_is_none_is_told(add, see):
    add("silk")
    html = see(q="silk", **{"from": "yesterday", "to": "0000"})
    assert "“yesterday” is not a date" in html
    assert "“0000” is not a date" in html
    assert "1 result" in html


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "៣", "²"])
def test_a_page_that_is_none_is_the_first(add, see, page):
    add("silk")
    assert "1 result" in see(q="silk", page=page)


def test_nothing_found_says_what_to_do(add, see):
    add("silk")
    add("cotton")
    html = see(q="silk unheardof")
    assert "No page contains all of “silk unheardof”" in html
    assert "?q=silk" in links(html)
    html = see(q="silk cotton")
    assert "Pages that have any of them" in html
    assert "?q=silk+OR+cotton" in links(html)
    html = see(q="<b>")
    assert "No page contains “<b>”" in html
    assert 'href="/en/help/"' in html
    html = see(q="silk", type="event", topic="unheardof", to="2026-01-02")
    assert "Remove a choice" in html
    assert all(name in html for name in ("Event", "unheardof", "– 2 January 2026"))


def test_what_was_typed_is_marked_where_it_is_in_another_language(client, portal):
    title = "គ្មានអ្វីសាធារណៈដែលមាន “{}” ទេ"
    in_khmer = client.get("/km/search/", {"q": "zzzz"}).content.decode()
    assert title.format('<span lang="en">zzzz</span>') in in_khmer
    assert title.format("ឆ្លូង") in client.get("/km/search/", {"q": "ឆ្លូង"}).content.decode()


def test_a_misspelt_word_is_asked_about(add, see):
    add("silk weaving")
    html = see(q="weavinng", order="newest")
    assert "Did you mean" in html
    assert "?q=weaving&order=newest" in links(html)


def test_a_misspelt_word_is_asked_about_beside_the_choices(add, see):
    add("silk weaving", topics=["law"])
    html = see(q="weavinng", topic="law")
    assert "Remove a choice" in html
    assert "No page contains" not in html
    assert {"?q=weaving&topic=law", "?q=weavinng"} <= set(links(html))


def test_other_words_are_marked_as_such(add, see):
    add("សូត្រ", language="km")
    add("silk")
    html = see(q="silk")
    assert "2 results" in html
    assert html.count(">other words<") == 1
    assert "other words" not in see(q="silk -សូត្រ")


def test_both_languages_of_a_page_are_linked(add, see):
    key = uuid.uuid4()
    add("Silk 2026", translation_key=key)
    khmer = add("សូត្រ ២០២៦", translation_key=key, language="km")
    html = see(q="2026")
    assert "1 result" in html
    assert f'<a href="{khmer.url}" lang="km" hreflang="km">' in html


def test_a_search_that_takes_too_long_says_so(add, see, monkeypatch):
    add("silk")
    monkeypatch.setattr(database, "MAX_SECONDS", -1.0)
    monkeypatch.setattr(time_limit, "INSTRUCTIONS", 1)
    assert "takes too long" in see(q="silk")


def test_a_search_can_be_followed_as_a_feed(add, see, client):
    add("silk & law", topics=["law"], summary="Six looms\x0c.")
    add("silk")
    assert 'href="feed.atom?q=silk&topic=law"' in see(q="silk", topic="law", order="newest", page="1")
    answer = client.get("/en/search/feed.atom?q=silk&topic=law")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["silk & law"]
    assert feed.feed.id != feedparser.parse(client.get("/en/search/feed.atom?q=law").content).feed.id
    again = client.get("/en/search/feed.atom?q=silk&topic=law", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_query_that_was_cut_says_so(add, see):
    assert "Only its beginning was used" in see(q="silk " * 1000)


def test_only_reading_is_allowed(client, portal):
    assert client.post("/en/search/").status_code == 405


def test_the_page_costs_few_queries(add, see, django_assert_max_num_queries):
    for number in range(25):
        add(f"silk {number}", topics=["law"], places=["kep"])
    see(q="silk")
    with django_assert_max_num_queries(12):
        see(q="silk", topic="law")


@pytest.mark.parametrize(("language", "typed"), [("en", "05/12/2026"), ("km", "០៥/១២/២០២៦"), ("en", "5 December 2026")])
def test_days_are_typed_day_first(add, see, language, typed):
    add("silk", published_at=dt.datetime(2026, 12, 5, 8, tzinfo=dt.UTC))
    assert "1 result" in see(q="silk", **{"from": typed, "to": typed})
    assert "No page matches your choices" in see(q="silk", **{"from": "06/12/2026"})
    assert "No page matches your choices" in see(q="silk", to="04/12/2026")


def test_a_year_that_nobody_means_is_told(add, see, client):
    add("silk")
    assert "Choose a year from 1990 to" in see(q="silk", to="2626")
    feed = feedparser.parse(client.get("/en/search/feed.atom", {"q": "silk", "to": "05/12/0202"}).content)
    assert not feed.entries and "is not a date" in feed.feed.subtitle
    assert client.get("/en/follow/", {"q": "silk", "from": "soon"}).status_code == 404
