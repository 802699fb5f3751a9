"""The guide: eight short public pages in both languages, each with a picture that `make shots` renews."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.translation import override
from PIL import Image

from home.guide.texts import examples, guide_pages
from home.templatetags.guide import how_to_write
from orgs.pages.registry import page_kinds
from tools.kinds import KINDS
from tools.shots import GUIDE_PART, GUIDE_PICTURES

LANGUAGES = ("en", "km")
ADDRESSES = [f"/{language}/guide/{slug}/" for language in LANGUAGES for slug in guide_pages("en")]


def test_both_languages_say_the_same_in_as_many_parts() -> None:
    english, khmer = guide_pages("en"), guide_pages("km")
    assert len(english) == 8
    assert [*english] == [*khmer]
    for slug, page in english.items():
        assert [len(part.items) for part in page.parts] == [len(part.items) for part in khmer[slug].parts], slug


def test_everybody_finds_all_pages_in_her_language(client: Client, db: None) -> None:
    content = client.get("/km/guide/").content.decode()
    assert all(f'href="/km/guide/{slug}/"' in content for slug in guide_pages("km"))
    # From the foot of every page.
    assert 'href="/en/guide/"' in client.get("/en/topics/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_shows_its_picture_with_words_for_it(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    page = answer.context["guide_page"]
    assert answer.status_code == 200
    assert f'alt="{page.alt}"' in answer.content.decode()
    # Text and frame of the page: style sheet and fonts are those of all public pages.
    assert len(gzip.compress(answer.content)) < 6_000
    path = finders.find(answer.context["picture"])
    assert path
    with Image.open(path) as picture:
        width, height, scale = GUIDE_PART
        assert picture.size == (round(width * scale), round(height * scale))
    with open(path, "rb") as file:
        assert len(file.read()) <= 40_000


def test_the_pages_lead_from_one_to_the_next(client: Client, db: None) -> None:
    slugs = [*guide_pages("en")]
    assert client.get(f"/en/guide/{slugs[0]}/").context["next_page"].slug == slugs[1]
    assert client.get(f"/en/guide/{slugs[-1]}/").context["next_page"] is None
    assert client.get("/en/guide/unheard-of/").status_code == 404


def test_a_page_takes_no_query_of_its_own(client: Client, db: None, django_assert_max_num_queries: Any) -> None:
    client.get("/en/guide/writing/")
    # Those of every public page: what its head and foot lead to.
    with django_assert_max_num_queries(4):
        client.get("/en/guide/writing/")


def test_each_page_has_a_picture_of_a_kind_of_page() -> None:
    assert [*GUIDE_PICTURES] == [*guide_pages("en")]
    assert set(GUIDE_PICTURES.values()) <= set(KINDS)


def test_each_form_has_examples_in_both_languages_and_a_page_of_the_guide() -> None:
    assert {*examples()} == {kind.name for kind in page_kinds().short_forms} - {"recipe"} | {"profile"}
    for each in examples().values():
        assert each.page in guide_pages("en")
        assert 1 <= len(each.en) == len(each.km) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readers_own_language_comes_first(language: str) -> None:
    with override(language):
        context = how_to_write("event")
    assert context["examples"][0][0] == language
    assert context["guide_url"] == f"/{language}/guide/events/"
    assert how_to_write("recipe") == {}
