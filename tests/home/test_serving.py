"""Pages that Wagtail holds for live and the public must not see; and the addresses of pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.models import LISTS_OF_PORTAL, HomePage, StandardPage
from orgs.pages.registry import page_kinds


@pytest.fixture
def page(make_page, organization, drain):
    page = make_page("update", organization, live=True)
    drain()
    return page


def address(page):
    return f"/en/organizations/silk-weavers/{page.slug}/"


def test_published_page_is_there(client, page):
    assert client.get(address(page)).status_code == 200


def test_page_past_its_end_is_gone_before_the_scheduler_runs(client, page):
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    assert client.get(address(page)).status_code == 404


@pytest.mark.parametrize("change", [{"is_hidden": True}, {"status": "suspended"}, {"status": "frozen"}])
def test_page_of_an_organization_that_is_not_seen_is_gone(client, page, organization, change):
    for name, value in change.items():
        setattr(organization, name, value)
    organization.save()

    assert client.get(address(page)).status_code == 404


def test_withdrawn_page_is_gone(client, page):
    page.unpublish()

    assert client.get(address(page)).status_code == 404


def test_draft_is_not_there(client, make_page, organization):
    assert client.get(address(make_page("article", organization))).status_code == 404


def test_front_page_with_another_slug_is_still_found(client, page):
    front = HomePage.objects.get(slug="front-en")
    front.slug = "begin"
    front.save()

    assert client.get(address(page)).status_code == 200


@pytest.mark.parametrize("word", sorted(page_kinds().list_slugs))
def test_page_called_like_a_list_gets_another_address(make_page, organization, word):
    page = make_page("article", organization, title=word.title(), slug="")
    page.full_clean()

    assert page.slug not in page_kinds().list_slugs


def test_page_may_not_take_the_address_of_a_list(page):
    page.slug = "events"

    with pytest.raises(ValidationError, match="address"):
        page.full_clean()


@pytest.mark.parametrize("word", sorted(LISTS_OF_PORTAL))
def test_page_of_the_portal_may_not_take_the_address_of_a_list(portal, word):
    page = StandardPage(title="Any", slug=word, locale=portal["en"].locale)

    with pytest.raises(ValidationError, match="address"):
        page.clean()


def test_page_of_the_portal_lists_the_public_pages_below_it(client, portal, drain):
    above = portal["en"].add_child(instance=StandardPage(title="About", slug="about", locale=portal["en"].locale))
    above.save_revision().publish()
    for title, live in (("Plan", True), ("Secret plan", False)):
        below = StandardPage(title=title, slug=title.lower().replace(" ", "-"), locale=above.locale, live=False)
        above.add_child(instance=below)
        if live:
            below.save_revision().publish()
    drain()

    about = client.get("/en/about/")
    assert about.context["children"] == [{"title": "Plan", "url": "plan/"}] and about.context["above"] is None
    plan = client.get("/en/about/plan/")
    assert plan.context["above"].title == "About" and 'href="../"' in plan.content.decode()


@pytest.mark.parametrize("path", ["/en/nothing/", "/km/organizations/silk-weavers/nothing/", "/en/topics/nothing/"])
def test_nothing_there_is_a_page_that_helps(client, portal, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "/search/" in response.content.decode()
