"""One question in two languages."""

import time

import pytest

from search.query import synonyms
from search.query.synonyms import expand_synonyms
from search.query.text import MOST_PARTS, MOST_TOKENS, parse
from vocabulary.models import SearchTerm

pytestmark = pytest.mark.django_db


def others(typed):
    return [sorted(part.typed for part in clause.synonyms) for clause in expand_synonyms(parse(typed)).clauses]


@pytest.mark.parametrize("typed", ["domestic violence", "Domestic Violence", '"domestic violence"', "family violence"])
def test_english_words_find_khmer_pages_below_what_was_typed(add, find, typed):
    add("អំពើហិង្សាក្នុងគ្រួសារ", language="km")
    add(typed.strip('"'))
    add("violence at work")
    found = find(typed)
    assert [(hit.entry.language, hit.is_synonym_match) for hit in found.hits] == [("en", False), ("km", True)]
    assert (found.total, "<mark>" in found.hits[1].title) == (2, True)


def test_khmer_words_find_english_pages(add, find):
    add("Domestic violence")
    add("ហិង្សាក្នុងគ្រួសារ", language="km")
    found = find("ហិង្សាក្នុងគ្រួសារ", reader="km")
    assert [(hit.entry.language, hit.is_synonym_match) for hit in found.hits] == [("km", False), ("en", True)]


def test_each_clause_may_be_met_by_what_is_related(add, titles):
    add("ហិង្សាក្នុងគ្រួសារនៅកំពត", language="km")
    add("ហិង្សាក្នុងគ្រួសារ", language="km")
    assert titles("domestic violence kampot") == ["ហិង្សាក្នុងគ្រួសារនៅកំពត"]
    assert titles("domestic violence -kampot -កំពត") == ["ហិង្សាក្នុងគ្រួសារ"]


def test_what_was_typed_comes_first_by_date_too_only_where_it_is_newer(add, find):
    add("សូត្រ", language="km")
    found = find("silk", order="newest")
    assert [hit.is_synonym_match for hit in found.hits] == [True]


def test_provinces_and_organizations_are_found_in_either_script(add, titles, organization):
    add("Siem Reap")
    add("សៀមរាប", language="km")
    add("About the Silk Weavers")
    add("អំពីសមាគមអ្នកត្បាញសូត្រ", language="km")
    for typed in ("Siem Reap", "siemreap", "សៀមរាប"):
        assert set(titles(typed)) == {"Siem Reap", "សៀមរាប"}
    for typed in ("silk weavers", "សមាគមអ្នកត្បាញសូត្រ"):
        assert set(titles(typed)) == {"About the Silk Weavers", "អំពីសមាគមអ្នកត្បាញសូត្រ"}


def test_the_longest_name_counts():
    assert "សូត្រ" in others("silk")[0]
    assert others("land dispute court")[2] == ["តុលាការ"]
    assert others("land dispute court")[0] == others("land dispute court")[1]
    assert "disability" in others("people with disabilities")[0]
    assert others("silk OR court") == [["តុលាការ", "សូត្រ"]]
    assert others("unheardof") == [[]]


def test_a_query_grows_no_longer_than_it_may_be():
    text = expand_synonyms(parse("silk court justice police loan debt election disability poverty HIV"))
    assert len(text.parts) <= MOST_PARTS
    assert sum(len(part.tokens) for part in text.parts) <= MOST_TOKENS
    assert not text.is_truncated


def test_names_of_hidden_organizations_lead_nowhere(organization):
    assert others("silk weavers") == [["សមាគមអ្នកត្បាញសូត្រ"]] * 2
    organization.is_hidden = True
    organization.save()
    assert "សមាគមអ្នកត្បាញសូត្រ" not in str(others("silk weavers"))


def test_a_term_holds_at_once_in_every_process():
    assert others("moto") == [[]]
    term = SearchTerm.objects.create(text_en="moto", text_km="ម៉ូតូ")
    assert others("moto") == [["ម៉ូតូ"]]
    # Another process has kept names and hears of no signal: only the edition tells it.
    kept = synonyms.synonym_table()
    SearchTerm.objects.filter(pk=term.pk).update(text_km="ម៉ូតូកង់បី")
    assert synonyms.synonym_table() is kept
    term.refresh_from_db()
    term.save()
    assert synonyms.synonym_table() is not kept
    assert others("moto") == [["ម៉ូតូកង់បី"]]


def test_names_are_looked_up_fast():
    synonyms.synonym_table()
    began = time.perf_counter()
    for _ in range(100):
        expand_synonyms(parse("domestic violence kampot"))
    assert time.perf_counter() - began < 1
