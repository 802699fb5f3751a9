"""The strip on a member's own public pages: who gets it, and that kept pages know nothing of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.signed_in_cookie import SIGNED_IN_COOKIE
from moderation.models import Submission
from orgs.services import set_membership
from tests.accounts.sign_in_helpers import PASSWORD
from tests.factories import make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(make_page, organization, officer, drain):
    page = make_page("update", organization, live=True, owner=officer, title="Six looms")
    drain()
    return page


def url_of(page):
    return reverse("workspace:strip", args=[page.pk])


def test_a_member_gets_it_with_the_short_form_and_her_work(officers, public):
    answer = officers.get(url_of(public))
    assert "no-store" in answer["Cache-Control"]
    content = answer.content.decode()
    assert f'href="{reverse("workspace:edit-update", args=[public.pk])}"' in content
    assert f'href="{reverse("workspace:home")}"' in content
    assert len(queries_of(officers, url_of(public))) <= 8


def test_it_is_in_her_own_language(officers, officer, public):
    officer.language = "km"
    officer.save()
    content = officers.get(url_of(public)).content.decode()
    assert '<aside class="note" lang="km"' in content
    assert "ទំព័ររបស់អង្គការអ្នក" in content
    assert "Edit" not in content


def test_what_waits_for_an_editor_is_not_offered_for_editing(officers, public, officer):
    revision = public.get_latest_revision()
    Submission.objects.create(
        page=public,
        organization=public.organization,
        revision=revision,
        submitted_by=officer,
        due_at=public.go_live_at or public.first_published_at,
    )
    content = officers.get(url_of(public)).content.decode()
    assert reverse("workspace:content-item", args=[public.pk]) in content
    assert "edit-update" not in content and reverse("workspace:edit-update", args=[public.pk]) not in content


def test_nobody_else_gets_it(stranger, editors, sign_in, public, organization):
    translator = make_user("translator@example.org")
    set_membership(translator, organization, "officer", translates_into="en")
    for client in (stranger, editors, sign_in(translator)):
        answer = client.get(url_of(public))
        assert answer.status_code == 404
        assert "no-store" in answer["Cache-Control"]
        assert b"Six looms" not in answer.content


def test_a_suspended_organization_edits_nothing(officers, public, organization):
    organization.status = "suspended"
    organization.save()
    answer = officers.get(url_of(public))
    assert answer.status_code == 404 and "no-store" in answer["Cache-Control"]


def test_signed_out_it_is_empty_and_the_cookie_goes(client, public):
    client.cookies[SIGNED_IN_COOKIE] = "1"
    answer = client.get(url_of(public))
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.cookies[SIGNED_IN_COOKIE]["max-age"] == 0
    assert "no-store" in answer["Cache-Control"]


def test_the_cookie_comes_and_goes_with_the_session_and_names_nobody(officer, settings):
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert answer.status_code == 302
    cookie = answer.cookies[SIGNED_IN_COOKIE]
    assert cookie.value == "1"
    # A script reads it.
    assert not cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert browser.post(reverse("account_logout")).cookies[SIGNED_IN_COOKIE]["max-age"] == 0


@pytest.mark.usefixtures("page_store")
def test_a_kept_page_is_the_same_with_the_cookie_and_without_it(officers, public):
    reader, hinted = Client(), Client()
    before = reader.get(public.url)
    officers.get(url_of(public))
    officers.get(public.url)
    hinted.cookies[SIGNED_IN_COOKIE] = "1"
    for after in (hinted.get(public.url), reader.get(public.url)):
        assert after.content == before.content
        assert after["ETag"] == before["ETag"]
        assert after["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in after
    assert f'data-page="{public.pk}"' in before.content.decode()
    assert reverse("workspace:edit-update", args=[public.pk]) not in before.content.decode()


def test_the_organization_s_home_has_it_too(officers, client, organization):
    home = organization.homes.get(locale__language_code="en").page
    assert f'data-page="{home.pk}"' in client.get(home.url).content.decode()
    assert officers.get(url_of(home)).status_code == 200


def test_lists_ask_for_no_strip(client, public):
    assert b"data-page" not in client.get("/en/activity/").content
