"""The press review as Atom and JSON Feed, read as programs read them."""

from __future__ import annotations

import json

import feedparser
import pytest

from catalog.terms import topics
from tests.press.press_helpers import make_clippings, make_source
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(portal):
    sources = [make_source(site="https://tonle.example/"), make_source("Radio Phnom Bok")]
    return make_clippings(4, sources), sources


@pytest.mark.parametrize("language", ["en", "km"])
def test_atom_is_read_without_complaint(client, made, language: str) -> None:
    response = client.get(f"/{language}/press/feed.atom")
    read = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not read.bozo and read.version == "atom10" and read.feed.language == language
    assert [(each.title, each.link, each.summary) for each in read.entries] == [
        (page.title, page.address, page.excerpt) for page in made[0]
    ]
    related = [link.href for link in read.entries[0].links if link.rel == "related"]
    assert related == [f"http://testserver{made[0][0].get_url()}"]


def test_json_feed_has_the_original_beside_the_page(client, made) -> None:
    response = client.get("/en/press/feed.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    first, page = feed["items"][0], made[0][0]
    assert (first["external_url"], first["title"]) == (page.address, page.title)
    assert first["url"] == f"http://testserver{page.get_url()}"
    assert first["authors"] == [{"name": "The Tonle Paper", "url": "https://tonle.example/"}]
    assert first["content_text"] == page.excerpt


def test_they_can_be_of_one_topic_or_source(client, made) -> None:
    pages, sources = made
    for query, wanted in {
        f"?source={sources[1].pk}": pages[1::2],
        f"?topic={topics.all()[0].slug}": pages[::3],
    }.items():
        feed = json.loads(client.get(f"/en/press/feed.json{query}").content)
        assert [item["title"] for item in feed["items"]] == [page.title for page in wanted]
        assert feed["feed_url"].endswith(query)


def test_what_a_program_has_is_not_sent_again(client, made) -> None:
    first = client.get("/en/press/feed.atom")
    again = client.get("/en/press/feed.atom", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content


def test_the_number_of_queries_does_not_grow(client, made) -> None:
    few = queries_of(client, "/en/press/feed.atom")
    make_clippings(30, made[1])
    assert len(queries_of(client, "/en/press/feed.atom")) == len(few) <= 6
