"""A kind of page gets all that kinds of pages have by its own declaration: no other file names recipes."""

from __future__ import annotations

import json
import subprocess
from uuid import uuid4

import pytest
from django.urls import reverse

from catalog.models import CatalogEntry, CountingRow
from orgs.pages.registry import page_kinds
from tests.accounts.sign_in_helpers import sign_in
from tests.sample_pages.models import RECIPE, RecipePage
from tools.packages import REPOSITORY


@pytest.fixture
def recipe(make_page, organization, drain):
    page = make_page(
        "recipe", organization, live=True, title="Amok", summary="Fish in leaves.", steps="Steam the fish."
    )
    drain()
    return page


@pytest.fixture
def officers(client, officer):
    sign_in(client, officer)
    return client


def test_nothing_outside_its_package_names_it():
    named = subprocess.run(
        ["git", "grep", "-liE", "recipe", "--", "*.py", "*.html"], cwd=REPOSITORY, capture_output=True, text=True
    ).stdout.split()
    # A registry in a test, and the example of a declaration, are made of recipes too; others leave this kind out.
    of_words = {"tests/orgs/test_page_kinds.py", "orgs/pages/page_kind.py"}
    of_words |= {"tests/khmer/crawl/screens.py", "tests/khmer/crawl/khmer_portal.py"}
    of_words |= {"tests/workspace/test_walk.py", "tests/home/test_guide.py"}

    assert {name for name in named if not name.startswith("tests/sample_pages/")} <= of_words


def test_it_has_rows(recipe):
    entry = CatalogEntry.objects.get(pk=recipe.pk)

    assert (entry.type, str(entry.type_label)) == ("recipe", "Recipe")
    assert CountingRow.objects.get(pk=recipe.pk).type == RECIPE.number == 900


def test_it_has_a_list_below_its_organization(client, recipe, make_page, organization):
    home = client.get("/en/organizations/silk-weavers/")
    listed = client.get("/en/organizations/silk-weavers/recipes/")

    assert {"name": "recipe", "title": "Recipes", "url": "/en/organizations/silk-weavers/recipes/", "count": 1} in (
        home.context["tabs"]
    )
    assert [entry.pk for entry in home.context["newest"]] == [recipe.pk]
    assert [entry.pk for entry in listed.context["entries"]] == [recipe.pk]
    assert "Amok" in listed.content.decode()
    # No page may take the address of the list.
    other = make_page("article", organization, title="Recipes", slug="")
    other.full_clean()
    assert other.slug != "recipes"


def test_it_is_a_type_of_search_and_api(client, recipe):
    listed = client.get("/api/v1/pages?type=recipe").json()
    found = client.get("/api/v1/search?q=amok&type=recipe").json()

    assert [(each["id"], each["type"]) for each in listed["results"]] == [(recipe.pk, "recipe")]
    assert [each["type"] for each in found["results"]] == ["recipe"]
    assert found["facets"]["type"] == [{"value": "recipe", "label": "Recipe", "count": 1}]
    assert client.get("/api/v1/pages?type=bread").status_code == 400
    assert "recipe" in json.dumps(client.get("/api/v1/openapi.json").json())
    assert "Recipe" in client.get("/en/search/?type=recipe").content.decode()


def test_it_is_in_the_feeds(client, recipe):
    for feed in ("/en/activity/feed.atom", "/en/organizations/silk-weavers/activity/feed.json"):
        assert "Amok" in client.get(feed).content.decode()


def test_its_page_tells_search_engines_what_it_is(client, recipe):
    assert '"@type":"Recipe"' in client.get(recipe.get_url()).content.decode().replace(" ", "")


def test_it_is_written_in_its_short_form(officers):
    new = reverse("workspace:new-recipe")
    assert f'href="{new}"' in officers.get(reverse("workspace:home")).content.decode()
    form = officers.get(new)
    assert "Write a recipe" in form.content.decode()

    typed = {"title": "Amok", "steps": "Steam the fish.", "language": "en", "token": str(uuid4())}
    officers.post(new, typed | {"action": "draft"})
    page = RecipePage.objects.get(title="Amok")
    edit = reverse("workspace:edit-recipe", args=[page.pk])

    assert edit in officers.get(reverse("workspace:home")).content.decode()
    assert "Steam the fish." in officers.get(edit).content.decode()


def test_it_is_not_sent_without_what_it_requires(officers, make_page, organization, officer):
    from moderation.models import Submission

    empty = make_page("recipe", organization, owner=officer, summary="", steps="")
    officers.post(reverse("workspace:submit", args=[empty.pk]))
    assert not Submission.objects.filter(page=empty.pk).exists()

    full = make_page("recipe", organization, owner=officer, summary="Fish in leaves.")
    officers.post(reverse("workspace:submit", args=[full.pk]))
    assert Submission.objects.get(page=full.pk).kind == "recipe"


def test_it_may_stand_below_an_organization(organization):
    from home.models import OrganizationPage

    assert RecipePage in OrganizationPage.allowed_subpage_models()
    assert page_kinds().get("recipe") is RECIPE
