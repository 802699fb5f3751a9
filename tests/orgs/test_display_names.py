"""Names of people, pages and words for members: nothing of a hidden organization, no draft of the portal's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page

from assets.models import Image
from orgs.services import set_membership
from tests.accounts.sign_in_helpers import sign_in
from tests.assets.files import picture_file


@pytest.fixture
def at_desk(client: Client, officer: Any) -> Client:
    sign_in(client, officer)
    return client


@pytest.fixture
def colleague(make_member: Any, organization: Any) -> Any:
    return make_member(organization, "officer", "zznamed@example.org", first_name="Zznamed")


@pytest.fixture
def page(make_page: Any, organization: Any, colleague: Any) -> Any:
    page = make_page("article", organization, title="Looms")
    Comment.objects.create(page=page, user=colleague, text="I wove it", contentpath="title")
    page.save_revision(user=colleague, log_action=True)
    return page


def screens(client: Client, page: Any) -> str:
    names = ("edit", "history", "workflow_history", "delete")
    return "".join(client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).content.decode() for name in names)


def goes_into_hiding(person: Any, own: Any, other: Any) -> None:
    set_membership(person, own, None)
    set_membership(person, other, "officer")
    other.is_hidden = True
    other.save()


def test_who_wrote_is_named(at_desk, page):
    assert screens(at_desk, page).count("Zznamed") >= 2


def test_who_works_for_a_hidden_organization_now_is_not_named(
    at_desk, page, colleague, organization, other_organization
):
    goes_into_hiding(colleague, organization, other_organization)
    content = screens(at_desk, page)
    assert "zznamed" not in content.lower()
    assert "a former colleague" in content


def test_who_left_for_a_public_organization_keeps_her_name(at_desk, page, colleague, organization, other_organization):
    set_membership(colleague, organization, None)
    set_membership(colleague, other_organization, "officer")
    assert "Zznamed" in screens(at_desk, page)


def test_editors_read_all_names(client, page, colleague, organization, other_organization, editor):
    goes_into_hiding(colleague, organization, other_organization)
    sign_in(client, editor)
    assert "Zznamed" in screens(client, page)


def test_nobody_without_a_name_is_called_by_her_address(at_desk, page, colleague):
    type(colleague).objects.filter(pk=colleague.pk).update(first_name="")
    content = at_desk.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "zznamed@example.org" not in content


def test_drafts_of_the_pages_above_are_not_for_members(at_desk, page, portal, editor):
    for above in Page.objects.ancestor_of(page).filter(depth__gt=1, orgcontentpage=None).specific():
        above.title = f"Zzdraft of {above.pk}"
        above.save_revision(user=editor)
    own = page.get_parent().specific
    own.title = "Our newer name"
    own.save_revision(user=editor)
    views = [reverse("wagtailadmin_explore_root"), reverse("wagtailadmin_choose_page")]
    views += [reverse("wagtailadmin_explore", args=[above.pk]) for above in Page.objects.ancestor_of(page)]
    views += [reverse("wagtailadmin_choose_page_child", args=[above.pk]) for above in Page.objects.ancestor_of(page)]
    views += [reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("wagtailadmin_api:pages:listing")]
    seen = "".join(at_desk.get(view).content.decode() for view in views)
    assert "Zzdraft" not in seen
    assert "Our newer name" in seen
    sign_in(at_desk, editor)
    assert "Zzdraft" in "".join(at_desk.get(view).content.decode() for view in views)


def test_each_organization_has_its_own_spelling(at_desk, organization, other_organization):
    foreign = Image.objects.create(title="A", file=picture_file(), collection=other_organization.collection)
    foreign.tags.add("Dai", "CEDAW")
    own = Image.objects.create(title="B", file=picture_file(), collection=organization.collection)
    form = {"title": "B", "file": "", "collection": organization.collection_id, "tags": "dai, cedaw"}
    assert at_desk.post(reverse("wagtailimages:edit", args=[own.pk]), form).status_code == 302
    assert sorted(own.tags.names()) == ["cedaw", "dai"]
    seen = "".join(
        at_desk.get(url).content.decode()
        for url in (
            reverse("wagtailimages:edit", args=[own.pk]),
            reverse("wagtailimages:index"),
            reverse("wagtailimages_chooser:choose"),
            reverse("wagtailadmin_tag_autocomplete") + "?term=d",
        )
    )
    assert "Dai" not in seen
    assert "CEDAW" not in seen
