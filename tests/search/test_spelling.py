"""Did you mean: words that the public's pages have, and no others."""

import datetime as dt
import time

import pytest
from django.db import connection

from catalog.models import CatalogEntry
from catalog.services import remove_rows
from search.engines.base import Query
from search.engines.database.engine import DatabaseEngine
from search.engines.database.filters import NO_FILTERS, filters_of
from search.engines.database.prepared_query import PreparedQuery
from search.engines.database_engines import database_engine
from search.engines.elastic import engine as elastic
from search.engines.sql import fetch
from search.models import Word
from search.query.known_words import keys, similar, words_of
from search.query.spelling import delete_unused_words, distance
from search.query.text import parse
from tests.search.test_ranking import LIMITING, SLOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(add):
    add("Domestic violence and the law")
    add("Weaving silk in Takeo")
    add("ការបោះឆ្នោតនៅខេត្តកំពត", language="km")
    add("អ្នកត្បាញសូត្រនៅតាកែវ", language="km")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("violense", "violence"),
        ("vioelnce", "violence"),
        ("violencee", "violence"),
        ("domestic violense", "domestic violence"),
        ('"domestic violense"', '"domestic violence"'),
        ("VIOLENSE law -silk", "violence law -silk"),
        ("violense OR wool", "violence"),
        ("ការបោះឆ្នេត", "ការបោះឆ្នោត"),
        ("តាកែរ", "តាកែវ"),
        ("silk unheardof takeo", "silk takeo"),
        ("xyzzyx", ""),
        ("silk", ""),
        ("", ""),
        ("-silk", ""),
    ],
)
def test_what_was_meant(library, find, typed, meant):
    found = find(typed)
    assert found.suggestion == meant
    if meant and "takeo" not in meant:
        assert find(meant).total


def test_a_rare_word_that_is_like_a_frequent_one_is_a_question_too(add, find):
    add("trianing")
    for number in range(12):
        add(f"training {number}")
    found = find("trianing")
    assert (found.total, found.suggestion) == (1, "training")
    assert find("training").suggestion == ""


def test_a_word_that_nobody_may_see_is_not_told(add, find, organization):
    entry = add("Gemstones")
    assert find("gemstonez").suggestion == "gemstones"
    remove_rows([entry.pk])
    assert find("gemstonez").suggestion == ""
    add("Gemstones", expires_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert find("gemstonez").suggestion == ""
    add("Gemstones")
    assert find("gemstonez").suggestion == "gemstones"
    organization.is_hidden = True
    organization.save()
    assert find("gemstonez").suggestion == ""


def test_only_what_the_chosen_filters_have_is_meant(library, find):
    assert find("violense", type="event").suggestion == ""


def test_words_that_no_page_has_are_forgotten(library):
    assert Word.objects.filter(text="violence").exists()
    law = CatalogEntry.objects.get(title__startswith="Domestic")
    remove_rows([law.pk])
    engine = database_engine()
    assert delete_unused_words(lambda parts: engine.frequencies(parts, NO_FILTERS)) >= 2
    assert not Word.objects.filter(text="violence").exists()
    assert Word.objects.filter(text="silk").exists()
    assert similar(["violense"]) == {"violense": set()}


def test_writing_a_row_again_keeps_each_word_once(add):
    entry = add("Gemstones")
    add("Gemstones", page_id=entry.page_id, version=entry.version + 1)
    assert Word.objects.filter(text="gemstones").count() == 1
    assert len(set(Word.objects.get(text="gemstones").keys.values_list("key", flat=True))) == len(keys("gemstones"))


def test_numbers_and_short_words_are_not_kept():
    assert words_of("The law of 2026, e-mail sok@example.org") == {"mail", "example"}


@pytest.mark.parametrize(
    ("one", "other", "letters"), [("ab", "ab", 0), ("ab", "ba", 1), ("abc", "ab", 1), ("abc", "axc", 1), ("", "ab", 2)]
)
def test_distance(one, other, letters):
    assert distance(one, other) == distance(other, one) == letters


def test_a_suggestion_costs_few_queries(library, find, django_assert_max_num_queries):
    find("violense")
    with django_assert_max_num_queries(18 + LIMITING):
        find("domestic violense takoe silq")


def test_elasticsearch_waits_for_what_was_meant_no_longer_than_a_search_may_take(monkeypatch):
    monkeypatch.setattr(elastic, "MAX_SECONDS", 0.2)
    monkeypatch.setattr(DatabaseEngine, "frequencies", lambda engine, parts, scope: fetch(SLOW[connection.vendor], []))
    began = time.monotonic()
    assert elastic.spelling_suggestion(PreparedQuery(Query(), parse("silk cotton"), filters_of(Query())), 0) == ""
    assert time.monotonic() - began < 5
