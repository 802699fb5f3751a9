"""Suggestions that are offered while somebody types."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from search.engines.database import engine as database
from search.engines.sql import fetch
from tests.search.test_ranking import LIMITING, SLOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def spelling_suggestion(client, portal):
    def get(typed, language="en"):
        with override(language):
            response = client.get(reverse("search-suggestions"), {"q": typed}, headers={"Accept": "application/json"})
        assert response.status_code == 200
        assert "Accept" in response["Vary"]
        return response.json()["suggestions"]

    return get


@pytest.fixture
def texts(spelling_suggestion):
    return lambda typed, language="en": [each["text"] for each in spelling_suggestion(typed, language)]


@pytest.mark.parametrize(
    "typed", ["trai", "traini", "trainin", "training", "Training for w", "training weav", "weav trai"]
)
def test_titles_are_found_by_the_beginning_of_a_word(add, texts, typed):
    add("Training for weavers", "")
    add("Law", "Training")
    assert texts(typed) == ([] if typed == "weav trai" else ["Training for weavers"])


@pytest.mark.parametrize("typed", ["សិទ្ធិ", "សិទ្ធិស", "សិទ្ធិស្ត្រី", "សិទ្ធិស្រ្តី", "ស្ត្រី\u200b", "ស្ត្រីនៅ"])
def test_khmer_titles_are_found_by_the_beginning_of_a_cluster(add, texts, typed):
    add("សិទ្ធិស្ត្រីនៅកំពត", language="km")
    assert texts(typed, "km") == ["សិទ្ធិស្ត្រីនៅកំពត"]


def test_topics_and_organizations_come_first(add, spelling_suggestion, organization):
    add("Silk and law")
    assert [(each["kind"], each["text"]) for each in spelling_suggestion("law")] == [
        ("topic", "Law"),
        ("organization", "Law Circle"),
        ("title", "Silk and law"),
    ]
    [found, title] = spelling_suggestion("silk")
    assert found == {
        "kind": "organization",
        "text": "Silk Weavers",
        "url": "/en/organizations/silk-weavers/",
        "language": "en",
        "label": "Organization",
    }
    assert title["url"].startswith("/en/")
    assert spelling_suggestion("silk", "km")[0]["text"] == "សមាគមអ្នកត្បាញសូត្រ"


def test_a_page_in_two_languages_is_one_suggestion(add, texts):
    key = uuid.uuid4()
    add("Neary 2026", translation_key=key)
    add("Neary ២០២៦", translation_key=key, language="km")
    assert texts("neary 2026") == ["Neary 2026"]
    assert texts("neary ២០២៦", "km") == ["Neary ២០២៦"]


def test_what_nobody_may_see_is_not_suggested(add, texts, organization):
    add("Gemstones", expires_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert texts("gemst") == []
    add("Gemstones")
    assert texts("gemst") == ["Gemstones"]
    assert "Silk Weavers" in texts("silk")
    organization.is_hidden = True
    organization.save()
    assert texts("gemst") == texts("silk") == []


@pytest.mark.parametrize(
    "typed", ["", "a", " ", '"', "-", "a" * 5000, "\x00", "😀", "NEAR(x", "'", "\\", "%", "្", "a b " * 300]
)
def test_whatever_is_typed_is_answered(add, texts, typed):
    add("Silk")
    assert texts(typed) == []


def test_titles_that_take_too_long_are_none(add, texts, monkeypatch):
    add("Silkworms")
    assert texts("silkw") == ["Silkworms"]
    monkeypatch.setattr(database, "MAX_SECONDS", 0.2)
    monkeypatch.setattr(database, "fetch", lambda sql, params: fetch(SLOW[connection.vendor], []))
    assert texts("silkw") == []


def test_few_are_shown(add, texts):
    for number in range(30):
        add(f"silk {number}")
    assert len(texts("sil")) == 8


def test_it_is_a_page_without_scripts(add, client):
    add("<Silk> & law", language="km")
    html = client.get("/en/search/suggestions/?q=silk", headers={"Accept": "text/html,*/*"}).content.decode()
    assert "&lt;Silk&gt; &amp; law" in html
    assert 'lang="km"' in html
    assert (
        "begins like this"
        in client.get("/en/search/suggestions/?q=zz", headers={"Accept": "text/html"}).content.decode()
    )


def test_it_costs_few_queries(add, texts, django_assert_max_num_queries):
    for number in range(30):
        add(f"silk {number}")
    texts("silk")
    with django_assert_max_num_queries(5 + LIMITING):
        texts("silk")
