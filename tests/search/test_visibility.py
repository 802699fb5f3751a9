"""A page that nobody may see is at no door of search, from the moment of its state on."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageViewRestriction

pytestmark = pytest.mark.django_db

SECRET = "gemstones"
# Each asks for what the page has without saying its word.
DOORS = {
    "title, address and highlight": "/en/search/?q=polished",
    "by its summary": "/en/search/?q=amethyst",
    "by its text": "/km/search/?q=riverbed",
    "without words": "/en/search/?type=article",
    "newest": "/en/search/?q=polished&order=newest",
    "by what is left out": "/en/search/?q=-unheardof",
    "by a filter": "/en/search/?q=polished&organization=silk-weavers",
    "did you mean": "/en/search/?q=gemstnoes",
    "did you mean, API": "/api/v1/search?q=gemstnoes",
    "suggestions": "/en/search/suggestions/?q=gems",
    "suggestions, second word": "/en/search/suggestions/?q=polis",
    "feed of a search": "/en/search/feed.atom?q=polished",
    "API, search": "/api/v1/search?q=polished",
    "API, search without words": "/api/v1/search?type=article",
    "API, pages": "/api/v1/pages",
    "API, pages of the organization": "/api/v1/pages?organization=silk-weavers",
    "API, activity": "/api/v1/activity",
    "API, activity of the organization": "/api/v1/activity?organization=silk-weavers",
    "API, page": "/api/v1/pages/{page}",
    "Atom": "/en/activity/feed.atom",
    "JSON Feed": "/en/activity/feed.json",
    "Atom of the organization": "/en/organizations/silk-weavers/activity/feed.atom",
    "front page": "/en/",
}


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def expire(page):
    """The moment passes; nothing else happens."""
    page.expire_at = timezone.now() + dt.timedelta(seconds=60)
    page.save_revision().publish()


def postpone(page):
    page.unpublish()
    page.go_live_at = timezone.now() + dt.timedelta(days=1)
    page.save_revision().publish()


def stand(**fields):
    def change(page):
        for name, value in fields.items():
            setattr(page.organization, name, value)
        page.organization.save()

    return change


STATES = {
    "withdrawn": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "private": restrict,
    "private above": lambda page: restrict(page.get_parent()),
    "organization hidden": stand(is_hidden=True),
    "organization suspended": stand(status="suspended", stays_public=False),
    "expired": expire,
    "future": postpone,
}


@pytest.fixture
def page(make_page, organization, drain):
    made = make_page(
        "article",
        organization,
        live=True,
        title="Polished gemstones",
        slug="gemstones",
        summary="An amethyst among gemstones.",
        body=[("paragraph", "<p>From the riverbed come gemstones.</p>")],
    )
    drain()
    return made


def seen(client, page_id):
    return {
        name for name, url in DOORS.items() if SECRET in client.get(url.format(page=page_id)).content.decode().lower()
    }


def test_a_public_page_is_at_every_door(page, client):
    assert seen(client, page.pk) == set(DOORS)


@pytest.mark.parametrize("state", STATES)
def test_what_nobody_may_see_is_at_none(page, client, drain, state):
    number = page.pk
    STATES[state](page)
    later = 0
    if state == "expired":
        drain()
        later = 61
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=later)):
        assert seen(client, number) == set()
        drain()
        assert seen(client, number) == set()


def test_a_draft_is_at_none(make_page, organization, client, drain):
    draft = make_page("article", organization, title="Polished gemstones", summary="An amethyst among gemstones.")
    drain()
    assert seen(client, draft.pk) == set()
