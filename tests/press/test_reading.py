"""Answers of the web become items: short, cleaned, each known again by its keys."""

from __future__ import annotations

import datetime as dt

import pytest

from khmer.lines import letter_count
from press.limits import LONGEST_TITLE
from press.models import Source
from press.reading.entries import Entry, Feed
from press.reading.items import language_of, read_items, short_title
from press.reading.keys import address_key, title_key
from press.reading.parsing import parse
from press.reading.plain_text import plain_text
from tests.press.feed_server import TITLE, item, rss

KHMER, ENGLISH = Source.Language.KHMER, Source.Language.ENGLISH


def items_of(document: str, language: str = "en"):
    return parse(document.encode(), "text/xml", "http://paper.example/feed", language)["items"]


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/a/b?id=7",
        "http://www.paper.example/a/b/?id=7",
        "http://m.paper.example/a/b?id=7&utm_source=rss&fbclid=x",
        "HTTP://Paper.Example/a/b/amp?id=7#comments",
        "http://paper.example/a/b/index.php?id=7&amp=1",
    ],
)
def test_one_address_has_one_key(url: str) -> None:
    assert address_key(url) == address_key("http://paper.example/a/b?id=7")


@pytest.mark.parametrize(
    "url", ["http://paper.example/a/b?id=8", "http://other.example/a/b?id=7", "http://paper.example/a?id=7"]
)
def test_other_addresses_have_others(url: str) -> None:
    assert address_key(url) != address_key("http://paper.example/a/b?id=7")


def test_the_key_of_a_title_is_that_of_its_words_on_a_day() -> None:
    day = dt.datetime(2026, 11, 16, 1, tzinfo=dt.UTC)
    assert title_key("Night school, opens!", day) == title_key("night\u200b school opens", day.replace(hour=20))
    assert title_key("Night school opens", day) != title_key("Night school opens", day + dt.timedelta(days=1))


def test_other_guids_and_parameters_are_the_same_item() -> None:
    link = "http://paper.example/1?utm_source=rss&amp;utm_campaign={}"
    [first], [second] = (items_of(rss(item(link=link.format(number), guid=str(number)))) for number in (1, 2))
    assert first["url_key"] == second["url_key"] and first["guid_key"] != second["guid_key"]
    assert first["url"] == "http://paper.example/1"


def test_what_all_items_share_tells_none_apart() -> None:
    found = items_of(rss(item("One", "http://paper.example/", "x"), item("Two", "http://paper.example/", "x")))
    assert [each["title"] for each in found] == ["One", "Two"]
    assert len({each["url_key"] for each in found}) == 2 and {each["guid_key"] for each in found} == {""}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "", "http://user:pw@paper.example/", "mailto:a@b.example"]
)
def test_only_links_of_the_web_are_kept(link: str) -> None:
    entry = Entry("A", link, "1", None, "Words.")
    assert read_items(Feed([entry]), "en") == []


def test_a_relative_link_is_the_feeds_own() -> None:
    assert items_of(rss(item(link="/1?a=b")))[0]["url"] == "http://paper.example/1?a=b"


def test_no_more_of_a_text_than_the_excerpt_comes_out() -> None:
    told = items_of(rss(item(text="Women of four communes say more. " * 600)))[0]
    assert letter_count(told["excerpt"]) <= 200
    assert all(len(str(value)) < 1000 for name, value in told.items() if name != "sketch")
    # One kilobyte of hashes, as hexadecimal digits.
    assert len(told["sketch"]) <= 2 * 1024


def test_an_item_without_a_title_takes_its_first_words() -> None:
    assert items_of(rss(item(title="", text="Night school opens. More words.")))[0]["title"] == "Night school opens"
    assert items_of(rss(item(title="", text=""))) == []


def test_titles_fit_into_their_column() -> None:
    for title in ("word " * 200, "ស្ត្រី" * 200, "x" * 900):
        assert 20 < len(short_title(title)) <= LONGEST_TITLE
    assert short_title("\u200b\u2060 ") == ""


def test_languages_are_told_by_letters() -> None:
    assert language_of(f"{TITLE} របស់ UNICEF 2026") == KHMER
    assert language_of("Four communes in Battambang (បាត់ដំបង)") == ENGLISH
    assert language_of("2026 !") == ""
    assert items_of(rss(item(title="2026", text="")), KHMER)[0]["language"] == KHMER


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("a <script>alert('<b>')</script> b<style>p{}</style>", "a b"),
        ("a <script>never closed", "a"),
        ("&lt;b&gt;bold&lt;/b&gt; &amp;amp;", "bold &amp;"),
        ("one\x00\x07two\u202e", "one two"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_plain_text_has_neither_tags_nor_scripts(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize("part", ["<script>", "<script></script", "<", "&amp;", "<a href='"])
def test_plain_text_takes_time_in_proportion(part: str) -> None:
    assert len(plain_text(part * 100_000)) <= 100_000


def test_dates_are_read_as_they_are_told() -> None:
    assert items_of(rss(item()))[0]["written_at"] == "2026-11-16T00:10:00+00:00"
    assert items_of(rss(item(date="yesterday")))[0]["written_at"] == ""


def test_a_feed_says_how_often_it_wants_to_be_asked() -> None:
    read = [
        parse(rss(item(), head=f"<ttl>{ttl}</ttl>").encode(), "text/xml", "", "en") for ttl in ("90", "-1", "9" * 9)
    ]
    assert [each["minutes"] for each in read] == [90, 0, 0]
