"""Pages are found by the names of what they are sorted by, in both languages and the usual spellings."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from catalog.models import CatalogEntry
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from search import reconciler
from search.query.synonyms import expand_synonyms
from search.query.text import parse
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_organization
from vocabulary.models import Place, Topic
from vocabulary.place_names import PROVINCES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forget_terms")]

UNSORTED = ("organization", "page")
# Stands below the programme alone.
PROGRAMMES_OWN = ("clipping",)
KINDS = [
    model.page_kind.name
    for model in page_kinds().models
    if model.page_kind.name not in UNSORTED + PROGRAMMES_OWN and not model.__module__.startswith("tests.")
]


def make_pages():
    organization = standing_organization("silk-weavers")
    sorted_by = {"topics": [Topic.objects.get(slug="law")], "places": [Place.objects.get(slug="kep")]}
    made = [
        make_page(kind, organization, language, live=True, title="Zzz", **sorted_by)
        for kind in KINDS
        for language in ("en", "km")
    ]
    drain_outbox()
    return made


PAGES = KeptRows(make_pages)


@pytest.fixture
@keeps(PAGES)
def pages(db, request):
    """One of every kind in each language, about law in Kep, none of which is said in its text."""
    return PAGES.of(request)


def names_of(page):
    """All names that are to find it."""
    named = [*page.topics.all(), *page.places.all(), page.organization]
    yield from (each.name_in(language) for each in named for language in ("en", "km"))
    for language in ("en", "km"):
        with override(language):
            yield str(page.page_kind.label)


def found_in(find, text):
    """The ids of all pages that are found, in all their languages."""
    hits = find(text, page_size=100).hits
    return {entry.pk for hit in hits for entry in (hit.entry, *hit.translations)}


def test_pages_of_every_kind_are_found_by_each_name_in_both_languages(pages, find):
    assert len(pages) == 2 * len(KINDS) >= 8
    missed = [(page.page_kind.name, name) for page in pages for name in names_of(page) if page.pk not in
              found_in(find, f'"{name}" zzz')]  # fmt: skip
    assert not missed


def test_words_of_several_names_are_found_together(pages, find):
    assert {page.pk for page in pages} <= found_in(find, "law kep silk")
    assert {page.pk for page in pages} <= found_in(find, "ច្បាប់ កែប")
    assert not found_in(find, "law kampot")
    assert not found_in(find, "zzz -kep")


def test_no_phrase_leads_from_one_name_to_the_next(pages, find):
    names = list(dict.fromkeys(names_of(pages[0])))
    for first in names:
        for second in names:
            if first != second and first.isascii() and second.isascii():
                assert not found_in(find, f'"{first} {second}"')


def test_what_says_it_comes_before_what_is_only_sorted_so(add, titles):
    add("Only sorted", "A short text", names="Law\nច្បាប់")
    add("Says it", f"{'One word and another ' * 10} the law")
    add("About the law")
    for _number in range(10):
        add("Something else", "and one word and another " * 8)
    assert titles("law") == ["About the law", "Says it", "Only sorted"]


@pytest.mark.parametrize(("model", "slug"), [(Place, "kep"), (Topic, "law"), (Organization, "silk-weavers")])
def test_a_name_that_changes_is_followed(pages, find, drain, model, slug):
    changed = model.objects.get(slug=slug)
    before = {changed.name_en, changed.name_km}
    changed.name_en, changed.name_km = "Qqq", "ឡឡឡ"
    changed.save()
    drain()
    rows = CatalogEntry.objects.filter(pk__in=[page.pk for page in pages])
    for name in ("qqq", "ឡឡឡ"):
        assert {row.pk for row in rows} <= found_in(find, name)
    assert not [row for row in rows if before & set(row.names.splitlines())]
    assert not reconciler.check()


def test_what_is_sorted_elsewhere_is_followed(pages, find, drain):
    page = pages[0]
    page.places = [Place.objects.get(slug="kampot")]
    page.save_revision().publish()
    drain()
    assert page.pk in found_in(find, "កំពត") and page.pk not in found_in(find, '"កែប"')


def test_every_usual_spelling_finds_what_is_in_the_province(add, find):
    """Pages of a province are found by all of its spellings, alone and beside another word."""
    ids = {}
    for place in Place.objects.all():
        ids[place] = add("Zzz", places=[place.slug], names=f"{place.name_en}\n{place.name_km}").pk
    missed = []
    for place, pk in ids.items():
        spellings = {place.name_en, place.name_km, place.slug, *PROVINCES[place.slug][1]}
        spellings |= {name.replace(" ", "") for name in spellings} | {name.upper() for name in spellings}
        spellings |= {f"ខេត្ត{place.name_km}", f"{place.name_en} province", f"{place.name_en} City"}
        missed += [typed for typed in spellings if found_in(find, f"{typed} zzz") != {pk}]
    assert not missed


@pytest.mark.parametrize(
    ("typed", "province"),
    [
        ("Bati", "Takeo"),
        ("ស្រុកបាទី", "Takeo"),
        ("Poipet", "Banteay Meanchey"),
        ("ប៉ោយប៉ែត", "Banteay Meanchey"),
        ("Toul Kork", "Phnom Penh"),
        ("ទួលគោក", "Phnom Penh"),
        ("Takhmao", "Kandal"),
        ("ឃុំសន្តិភាព", "Battambang"),
    ],
)
def test_districts_and_communes_lead_to_their_province(add, find, typed, province):
    place = Place.objects.get(name_en=province)
    told, said = add("Sorted", names=f"{place.name_en}\n{place.name_km}").pk, add(typed).pk
    add("Elsewhere", names="Kratie\nក្រចេះ")
    found = [(hit.entry.pk, hit.is_synonym_match) for hit in find(typed).hits]
    assert found == [(said, False), (told, True)]
    assert said not in found_in(find, province), "a province does not lead to all that lies in it"


def test_names_of_two_words_are_known_in_one(organization):
    names = {"silkweavers": "Silk Weavers", "domesticviolence": "អំពើហិង្សាក្នុងគ្រួសារ", "landtitle": "land title"}
    for typed, other in names.items():
        [clause] = expand_synonyms(parse(typed)).clauses
        assert other in [part.typed for part in clause.synonyms]
