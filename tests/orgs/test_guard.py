"""The door of the admin: what is on a list, with ids of what is hers; all else does not exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from wagtail.models import Page

from accounts.models import User
from assets.models import Image
from orgs.models import Organization
from portal.access import TenantGuard
from tests.accounts.sign_in_helpers import sign_in
from tests.assets.files import picture_file

COMMENTS = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
UPDATE = {"text": "Seven looms came.", "title": "Seven looms", "image": "", **COMMENTS}


@pytest.fixture
def at_desk(client: Client, officer: Any) -> Client:
    sign_in(client, officer)
    return client


@pytest.fixture
def own(make_page: Any, organization: Any, officer: Any) -> Any:
    return make_page("update", organization, owner=officer, title="Six looms")


@pytest.fixture
def foreign(make_page: Any, other_organization: Any) -> Any:
    return make_page("update", other_organization, title="Zzforeign draft")


def make_picture(organization: Any, title: str) -> Image:
    return Image.objects.create(title=title, file=picture_file(), collection=organization.collection)


def status(client: Client, name: str, *args: Any, query: str = "") -> int:
    return client.get(reverse(name, args=args) + query).status_code


def test_her_own_pages_are_open(at_desk, own):
    for name in ("edit", "history", "view_draft", "delete", "copy", "workflow_history"):
        assert status(at_desk, f"wagtailadmin_pages:{name}", own.pk) == 200, name
    assert status(at_desk, "wagtailadmin_explore", own.get_parent().pk) == 200


def test_a_page_of_others_does_not_exist(at_desk, foreign):
    for name in ("edit", "history", "view_draft", "delete", "copy", "workflow_history"):
        assert status(at_desk, f"wagtailadmin_pages:{name}", foreign.pk) == 404, name
    assert status(at_desk, "wagtailadmin_explore", foreign.get_parent().pk) == 404


def test_a_view_on_no_list_does_not_exist(at_desk):
    for name in ("wagtailadmin_reports:site_history", "wagtailusers_users:index", "wagtailadmin_collections:index"):
        assert status(at_desk, name) == 404


@pytest.mark.parametrize("query", ["?id={}", "?id=all", "?childOf={}", "?unheard_of={}", "?id=1&id={}"])
def test_an_id_in_the_query_string_is_asked_about(at_desk, other_organization, query):
    picture = make_picture(other_organization, "Zzforeign picture")
    args = ("assets", "image", "add_tags")
    assert status(at_desk, "wagtail_bulk_action", *args, query=query.format(picture.pk)) == 404


@pytest.mark.parametrize(("query", "answer"), [("", 200), ("?unheard_of=word", 200), ("?unheard_of=7", 404)])
def test_a_number_that_nobody_declared_closes_what_is_hers(at_desk, own, query, answer):
    assert status(at_desk, "wagtailadmin_pages:edit", own.pk, query=query) == answer


def test_many_pictures_of_hers_are_tagged_at_once(at_desk, organization):
    picture = make_picture(organization, "Loom")
    assert status(at_desk, "wagtail_bulk_action", "assets", "image", "add_tags", query=f"?id={picture.pk}") == 200


def test_an_id_in_a_form_is_asked_about(at_desk, own, foreign):
    url = reverse("wagtailadmin_pages:copy", args=[own.pk])
    copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": foreign.get_parent().pk}
    assert at_desk.post(url, copy).status_code == 404


@pytest.mark.parametrize("value", ["all", "-1", "1e3", "٣", "9" * 30, "1 OR 1=1"])
def test_what_is_no_number_is_no_id(at_desk, value):
    assert status(at_desk, "wagtailimages_chooser:chosen_multiple", query=f"?id={value}") == 404


def test_a_foreign_picture_in_the_editors_form_does_not_exist(at_desk, own, other_organization):
    picture = make_picture(other_organization, "Zzforeign picture")
    url = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert at_desk.post(url, UPDATE | {"image": picture.pk}).status_code == 404
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[own.pk])
    assert at_desk.post(preview, UPDATE | {"image": picture.pk}).status_code == 404


def test_what_an_editor_put_in_stays(at_desk, own, officer, other_organization, editor):
    own.image = make_picture(other_organization, "Shared by the editors")
    own.save_revision(user=editor)
    url = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert at_desk.post(url, UPDATE | {"image": own.image.pk}).status_code == 302


def test_a_member_of_a_suspended_organization_is_out(at_desk, own, organization):
    Organization.objects.filter(pk=organization.pk).update(status=Organization.Status.SUSPENDED)
    assert status(at_desk, "wagtailadmin_home") == 404
    assert status(at_desk, "wagtailadmin_pages:edit", own.pk) == 404


def test_who_works_for_nobody_is_out(client, make_user):
    sign_in(client, make_user("nobody@example.org"))
    assert status(client, "wagtailadmin_home") == 404


def test_editors_and_administrators_pass(client, editor, administrator, own):
    for person in (editor, administrator):
        sign_in(client, person)
        assert status(client, "wagtailadmin_pages:edit", own.pk) == 200


@pytest.mark.parametrize("role", ["officer", "manager"])
@pytest.mark.parametrize(("name", "query"), [("edit", ""), ("history", "?user={user}"), ("add_subpage", "")])
def test_the_guard_asks_the_database_at_most_twice_and_once_a_kind_more(role, name, query, request, rf, own):
    """Of somebody of whom nothing is known yet: one query for who she is, one for each kind of what she asks for."""
    person = User.objects.get(pk=request.getfixturevalue(role).pk)
    page = own.get_parent() if name == "add_subpage" else own
    asked = rf.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) + query.format(user=person.pk))
    asked.user, asked.resolver_match = person, resolve(asked.path_info)
    guard = TenantGuard(lambda request: None)
    ContentType.objects.get_for_model(Page)
    with CaptureQueriesContext(connection) as captured:
        guard.process_view(asked, None, (), asked.resolver_match.kwargs)
    assert len(captured) == 2 + bool(query), [each["sql"] for each in captured]
