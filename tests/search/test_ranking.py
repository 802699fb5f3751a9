"""The syntax of queries, their ranking and their limits, on the database that the tests run on."""

import datetime as dt
import time
from itertools import groupby, islice

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Query
from search.engines.database import engine as database
from search.engines.database.time_limit import MAX_SECONDS, SearchTimeoutError, time_limit
from search.engines.database_engines import database_engine
from search.engines.diversify import RankedRow, best_row_per_page, diversify
from search.engines.sql import fetch
from search.query.text import MOST_PARTS, parse
from tests.khmer.strategies import typed
from tests.search.hostile import hostile

pytestmark = pytest.mark.django_db

SLOW = {
    "sqlite": "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5e8) select max(i) from n",
    "postgresql": "select pg_sleep(20)",
}
# What a limit asks within a test's transaction: a savepoint and its release, settings looked up, set and put back.
LIMITING = {"sqlite": 0, "postgresql": 5}[connection.vendor]


@pytest.fixture
def shelf(add):
    add("silk one", "raw silk from Takeo")
    add("cotton two", "raw cotton")
    add("silk and cotton three", "woven")
    add("សូត្រ បួន", "កប្បាស", language="km")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("silk OR cotton", {"silk one", "cotton two", "silk and cotton three"}),
        ("silk|cotton raw", {"silk one", "cotton two"}),
        ("silk -cotton", {"silk one"}),
        ('raw -"raw cotton"', {"silk one"}),
        ("raw -silk -cotton", set()),
        ("សូត្រ ឬ កប្បាស", {"សូត្រ បួន"}),
        ("បួន -កប្បាស", set()),
        ('"and cotton"', {"silk and cotton three"}),
        ('"cotton and"', set()),
        ("silk OR សូត្រ -three", {"silk one", "សូត្រ បួន"}),
        ("unheardof OR woven", {"silk and cotton three"}),
    ],
)
@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_what_searchers_expect(shelf, find, typed, found, order):
    hits = find(typed, order=order).hits
    assert {hit.entry.title for hit in hits if not hit.is_synonym_match} == found


def test_a_minus_alone_leaves_out(shelf, find, titles):
    assert set(titles("-cotton")) == {"silk one", "សូត្រ បួន"}
    found = find("-cotton -silk")
    assert (found.total, [value.count for value in found.facets["language"]]) == (1, [1])


def test_facets_stay_right_with_minus_and_or(shelf, find):
    found = find("silk OR cotton -three", language="en")
    assert found.total == 2
    assert {value.value: value.count for value in found.facets["language"]}["en"] == 2


def test_what_is_left_out_is_not_marked(add, find):
    add("silk", "A day for silk", summary="silk and wool")
    [hit] = find("silk -cotton OR wool").hits
    assert "<mark>wool</mark>" not in hit.highlight or "<mark>silk</mark>" in hit.highlight


def test_repetition_does_not_buy_the_first_place(add, titles):
    day = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    add("Training", "A training for weavers. " + "They meet in Kep. " * 10, published_at=day)
    add("Offers", "training " * 400, published_at=day)
    add("More offers", "training, training and training. " * 100 + "Call us. " * 50, published_at=day)
    assert titles("training")[0] == "Training"


def test_nobody_fills_a_page_alone(add, find, organization, other_organization):
    for number in range(30):
        add(f"training {number}", "training training training", organization=organization)
    for number in range(6):
        add(f"Report {number}", "One training among " + "other things " * 20, organization=other_organization)
    shown = [hit.entry.organization_id for hit in find("training").hits]
    rows = [(who, len(list(row))) for who, row in groupby(shown)]
    assert [length for who, length in rows[:12] if who == organization.pk] == [2] * 6
    assert shown.count(other_organization.pk) == 6
    assert len({hit.entry.pk for page in (1, 2) for hit in find("training", page=page).hits}) == 36


def test_equals_are_leafed_through_without_loss(add, find):
    for number in range(70):
        add(f"training {number}", "The same text.")
    pages = [find("training", page=page).hits for page in (1, 2, 3, 4)]
    assert [len(hits) for hits in pages] == [20, 20, 20, 10]
    assert len({hit.entry.pk for hits in pages for hit in hits}) == 70


def test_hits_are_never_moved_between_tiers_or_windows():
    rows = [RankedRow(number, number, 1 if number < 8 else 2, int(number >= 5), False) for number in range(12)]
    assert [found.page_id for found in diversify(rows)] == [0, 1, 2, 3, 4, 8, 5, 6, 9, 7, 10, 11]
    assert list(diversify([])) == []
    many = [RankedRow(number, number, number // 100, 0, False) for number in range(250)]
    assert {found.page_id for found in islice(diversify(many), 100)} == set(range(100))
    first, second = RankedRow(1, 7, 1, 0, False), RankedRow(2, 7, 1, 0, False)
    assert list(best_row_per_page([first, second])) == [first]


def test_newer_comes_first_where_all_else_is_the_same(add, titles):
    for year in (2024, 2026, 2025):
        add(f"training {year}", published_at=dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    assert titles("training") == ["training 2026", "training 2025", "training 2024"]


def test_what_takes_too_long_is_broken_off_and_the_connection_lives():
    began = time.monotonic()
    with pytest.raises(SearchTimeoutError), time_limit(0.2):
        fetch(SLOW[connection.vendor], [])
    assert time.monotonic() - began < 5
    assert fetch("select 1", []) == [(1,)]


def test_the_limit_ends_with_the_search(find, add):
    add("silk")
    before = setting()
    assert find("silk").total == 1
    assert setting() == before
    with transaction.atomic():
        with time_limit(3, by_index=True):
            assert setting() in (("3s", "off", "off"), ())
        assert setting() == before


def setting():
    if connection.vendor != "postgresql":
        return ()
    return tuple(fetch(f"show {name}", [])[0][0] for name in ("statement_timeout", "enable_seqscan", "jit"))


@pytest.mark.parametrize("typed", ["silk", "-silk"])
def test_words_are_looked_up_in_the_index_however_many_rows_have_them(add, monkeypatch, typed):
    for number in range(30):
        add(f"silk {number}", "raw silk from Takeo")
    explain, mark = {
        "sqlite": ("explain query plan", "VIRTUAL TABLE"),
        "postgresql": ("explain", "Index Scan on search_text_tokens"),
    }[connection.vendor]
    engine, plans = database_engine(), []
    # Words that must not occur are looked up by themselves: page sets count the rest.
    looks_up = "_hits" if typed == "silk" else "_matching"
    select = getattr(engine, looks_up)

    def explained(*looked, **options):
        sql, params = select(*looked, **options)
        plans.append(fetch(f"{explain} {sql}", params))
        return sql, params

    monkeypatch.setattr(engine, looks_up, explained)
    assert engine.search(Query(text=typed)).total == (30 if typed == "silk" else 0)
    assert mark in str(plans[0])


def test_a_search_has_a_limit_and_says_when_it_strikes(add, monkeypatch):
    add("silk")
    monkeypatch.setattr(database, "MAX_SECONDS", 0.2)
    monkeypatch.setattr(database, "parse", lambda text: fetch("select 1", []) and parse(text))
    engine = database_engine()
    monkeypatch.setattr(engine, "_answer", lambda looked: fetch(SLOW[connection.vendor], []))
    result = engine.search(Query(text="silk"))
    assert result.timed_out
    assert (result.total, result.hits) == (0, [])
    assert MAX_SECONDS <= 5


def test_the_longest_query_is_answered(add, find):
    words = [f"word{number}" for number in range(MOST_PARTS)]
    add(" ".join(words))
    assert find(" ".join(words)).total == 1
    cut = find(" ".join([*words, "unheardof"]))
    assert (cut.total, cut.is_truncated) == (1, True)


def test_a_phrase_on_the_last_page_of_a_long_publication(add, titles):
    """Sixty pages, in which the same few words come again and again."""
    page = "យើងជួបជុំគ្នានៅក្នុងភូមិ ដើម្បីពិភាក្សាអំពីសិទ្ធិស្ត្រី និងច្បាប់ ហើយសម្រេចចិត្តរួមគ្នា។ " * 25
    add("Research", page * 60 + "ចុងបញ្ចប់នៃសៀវភៅ", language="km")
    add(
        "English research",
        "We meet in the village and talk about the law and the rights of women. " * 2400 + "Afterword here",
    )
    assert titles("ចុងបញ្ចប់នៃសៀវភៅ") == ["Research"]
    assert titles("សិទ្ធិស្ត្រី ចុងបញ្ចប់នៃសៀវភៅ") == ["Research"]
    assert titles('"women. Afterword here"') == ["English research"]


def test_two_thousand_hostile_queries(add, find):
    add("silk", "ស្ត្រី AND OR NOT NEAR")
    for number, text in enumerate(hostile()):
        found = find(text, order=("relevance", "newest", "oldest")[number % 3])
        assert found.total >= len(found.hits), ascii(text)
        assert not found.timed_out, ascii(text)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(st.one_of(typed, st.sampled_from(["OR", "ឬ", "|", "-", '"', "silk", "-silk"])), max_size=20).map(
        " ".join
    )
)
def test_any_syntax_is_answered(add, find, text):
    found = find(text)
    assert found.total >= len(found.hits)
