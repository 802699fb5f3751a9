"""The page of an organization's own site in the workspace."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from blog.models import UpdatePage
from press.models import Item, SiteProof, Source
from press.own_site.managing import add_site
from tests.accounts.sign_in_helpers import sign_in
from tests.press.press_helpers import make_item
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = reverse("workspace:own-site")
FEED = "http://weavers.example/rss"


def browser_of(person):
    browser = Client()
    sign_in(browser, person)
    return browser


@pytest.fixture
def managers(manager):
    return browser_of(manager)


@pytest.fixture
def officers(officer):
    return browser_of(officer)


@pytest.fixture
def site(organization, manager):
    made = add_site(organization, FEED, manager)
    SiteProof.objects.filter(source=made).update(host="weavers.example", way="token")
    return made


def test_a_manager_adds_proves_and_removes_it(managers, organization) -> None:
    told = managers.post(PAGE, {"act": "add", "feed": "weavers.example/rss"}, follow=True).content.decode()
    site = Source.objects.get(organization=organization)
    assert site.feed == "https://weavers.example/rss" and site.site_proof.token in told
    told = managers.post(PAGE, {"act": "prove"}, follow=True).content.decode()
    assert "We are looking at your front page" in told
    managers.post(PAGE, {"act": "remove"})
    assert not Source.objects.exists()


def test_what_is_no_address_is_told_beside_its_field_and_kept(managers) -> None:
    html = managers.post(PAGE, {"act": "add", "feed": "javascript:alert(1)"}).content.decode()
    assert 'value="javascript:alert(1)"' in html and 'aria-invalid="true"' in html
    assert not Source.objects.exists()


@pytest.mark.parametrize("act", ["add", "prove", "remove", "nothing"])
def test_an_officer_does_nothing_of_that(officers, site, act: str) -> None:
    assert officers.post(PAGE, {"act": act, "feed": FEED}).status_code == 404
    assert "Remove the site" not in officers.get(PAGE).content.decode()


def test_one_tap_makes_a_draft_and_shows_its_form(officers, site) -> None:
    news = make_item(site, "New looms")
    assert "New looms" in officers.get(PAGE).content.decode()
    answer = officers.post(PAGE, {"act": "draft", "id": news.pk}, follow=True)
    page = UpdatePage.objects.get()
    assert answer.redirect_chain[0][0] == reverse("workspace:edit-update", args=[page.pk])
    assert "New looms" not in officers.get(PAGE).content.decode()


def test_a_card_is_passed(officers, site) -> None:
    officers.post(PAGE, {"act": "pass", "id": make_item(site).pk})
    assert Item.objects.get().state == "passed" and not UpdatePage.objects.exists()


def test_nothing_of_it_is_anothers(site, other_manager, other_organization, editor) -> None:
    news = make_item(site, "New looms")
    others, editors = browser_of(other_manager), browser_of(editor)
    html = others.get(PAGE).content.decode()
    assert "weavers.example" not in html and "New looms" not in html
    for act in ("draft", "pass", "prove", "remove"):
        assert others.post(PAGE, {"act": act, "id": news.pk}).status_code == 404, act
    # The same address is no news to her: it may be added there too, and says nothing.
    assert "weavers.example" in others.post(PAGE, {"act": "add", "feed": FEED}, follow=True).content.decode()
    for bad in ("", "0", "-1", "9" * 30, "x"):
        assert others.post(PAGE, {"act": "draft", "id": bad}).status_code == 404, bad
    assert editors.get(PAGE).status_code == 404
    assert Item.objects.get().state == "waiting" and Source.objects.own().count() == 2


def test_it_takes_as_many_queries_with_many_items(managers, site) -> None:
    make_item(site)
    few = queries_of(managers, PAGE)
    for _number in range(10):
        make_item(site)
    assert len(queries_of(managers, PAGE)) == len(few) <= 20
