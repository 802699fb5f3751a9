"""Counts of pages by facet, where rows are counted and what pages have in both languages is taken off."""

from __future__ import annotations

import datetime as dt
import random
import uuid

import pytest
from django.utils.translation import override

from catalog.models import CatalogEntry
from catalog.sources import media as registered_media
from vocabulary.bilingual import Bilingual

TOPICS, PLACES, TYPES = ["law", "health", "economy"], ["kep", "takeo"], ["article", "update"]
FIELD = {"type": "type", "language": "language", "topic": "topics", "place": "places"}
FILTERS = [
    {},
    {"type": "article"},
    {"topic": "law"},
    {"place": "kep", "type": "update"},
    {"language": "km"},
    {"language": "en", "topic": "health", "place": "takeo"},
    {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)},
    {"start": dt.date(2025, 1, 1), "topic": "law"},
]


@pytest.fixture
def library(add):
    """Pages of which some stand in both languages, with values that differ in whatever can differ."""
    draw = random.Random(7)
    for _ in range(45):
        key = uuid.uuid4()
        for language in draw.choice([["en"], ["km"], ["en", "km"], ["en", "km"]]):
            add(
                draw.choice(["silk", "silk and cotton", "cotton"]),
                translation_key=key,
                language=language,
                type=draw.choice(TYPES),
                topics=draw.sample(TOPICS, draw.randint(0, 3)),
                places=draw.sample(PLACES, draw.randint(0, 2)),
                published_at=dt.datetime(draw.choice([2024, 2025, 2026]), 5, 1, tzinfo=dt.UTC),
            )


def pages(text, chosen):
    """Return the rows that match, by what they say themselves."""
    start, end = chosen.get("start", dt.date.min), chosen.get("end", dt.date.max)
    return [
        entry
        for entry in CatalogEntry.objects.all()
        if text in entry.title
        and start <= entry.published_at.date() <= end
        and all(chosen[name] in values_of(entry, name) for name in FIELD if name in chosen)
    ]


def values_of(entry, facet):
    if facet == "year":
        return {str(entry.published_at.year)}
    found = getattr(entry, FIELD[facet])
    return {found} if isinstance(found, str) else {term.slug for term in found}


def expected(text, chosen, facet):
    left_out = ("start", "end") if facet == "year" else (facet,)
    held: dict[str, set[uuid.UUID]] = {}
    for entry in pages(text, {name: value for name, value in chosen.items() if name not in left_out}):
        for value in values_of(entry, facet):
            held.setdefault(value, set()).add(entry.translation_key)
    return {value: len(keys) for value, keys in held.items()}


@pytest.mark.parametrize("text", ["silk", "cotton", ""])
def test_each_page_is_counted_once(library, find, text):
    for chosen in FILTERS:
        found = find(text, **chosen)
        assert found.total == len({entry.translation_key for entry in pages(text, chosen)}), chosen
        for facet in (*FIELD, "year"):
            counted = {value.value: value.count for value in found.facets[facet]}
            assert counted == expected(text, chosen, facet), (chosen, facet)


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_pages_in_both_languages_take_no_room_from_others(add, find, order):
    """Only so many rows are read as surely hold a window of hits: one more for each page that was hit twice."""
    for number in range(110):
        key, at = uuid.uuid4(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC) - dt.timedelta(days=number)
        for language in ["en", "km"] if number % 3 else ["en"]:
            add("silk", translation_key=key, language=language, published_at=at)
    shown = [hit.entry.translation_key for page in range(1, 7) for hit in find("silk", order=order, page=page).hits]
    assert len(shown) == len(set(shown)) == 110
    if order == "newest":
        dates = CatalogEntry.objects.filter(language="en").order_by("-published_at")
        assert shown == list(dates.values_list("translation_key", flat=True))


@pytest.fixture
def media(monkeypatch):
    """Two media with names."""
    names = {7: Bilingual(), 8: Bilingual()}
    for pk, medium in names.items():
        medium.name_en, medium.name_km = f"Paper {pk}", f"កាសែត {pk}"
    monkeypatch.setattr(registered_media, "_registered", [lambda ids: {pk: names[pk] for pk in ids if pk in names}])


def sources_of(result):
    return {value.value: (value.label, value.count) for value in result.facets.get("source", [])}


@pytest.mark.parametrize(("reader", "name"), [("en", "Paper"), ("km", "កាសែត")])
def test_clippings_are_counted_and_narrowed_by_source(add, find, media, reader, name):
    for source, language in ((7, "en"), (7, "km"), (8, "en"), (9, "en")):
        add("silk", type="clipping", source=source, language=language)
    add("silk")
    with override(reader):
        # A medium without a name, which was deleted a moment ago, is no value.
        expected = {"7": (f"{name} 7", 2), "8": (f"{name} 8", 1)}
        assert sources_of(find("silk", type="clipping", reader=reader)) == expected
        narrowed = find("silk", type="clipping", source="7", reader=reader)
        assert narrowed.total == 2 and sources_of(narrowed) == expected
        assert {value.value: value.count for value in narrowed.facets["language"]} == {"en": 1, "km": 1}
        alone = find("silk", source="8", reader=reader)
        assert alone.total == 1 and sources_of(alone) == expected
        assert not sources_of(find("silk", reader=reader)) and find("silk", reader=reader).total == 5


@pytest.mark.parametrize("typed", ["10", "0", "x", "7 or 1=1", "-1", "៧", "9" * 30])
def test_a_source_that_is_none_finds_nothing(add, find, media, typed):
    add("silk", type="clipping", source=7)
    add("silk")
    assert find("silk", source=typed).total == 0
