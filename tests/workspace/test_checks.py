"""Checking what one is writing, with one button and no JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from blog.models import UpdatePage
from moderation.checks import registry
from moderation.models import CheckResult, Submission
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
POST = reverse("workspace:new-update")


def checking(page):
    return reverse("workspace:check", args=[page.pk])


def test_what_was_written_is_kept_and_checked(officers, organization):
    text = {"text": "Call Dara: 012 345 678.", "language": "en", "action": "check"}
    response = officers.post(POST, text, follow=True)
    page = UpdatePage.objects.get()
    assert page.text == text["text"]
    assert response.redirect_chain[-1][0] == checking(page)
    said = response.content.decode()
    assert "telephone number" in said
    assert "012 345 678" in said
    assert "Remove it" in said
    assert reverse("workspace:edit-update", args=[page.pk]) in said
    assert not Submission.objects.exists()
    assert not CheckResult.objects.exists()


def test_the_newest_draft_is_checked_not_what_is_public(officers, make_page, organization, officer):
    page = make_page("update", organization, live=True, owner=officer, text="We weave.")
    page.text = "Write to dara@mail.example."
    page.save_revision(user=officer)
    assert "dara@mail.example" in officers.get(checking(page)).content.decode()


def test_a_mistake_in_the_form_is_told_first(officers, organization):
    response = officers.post(POST, {"text": "", "language": "en", "action": "check"})
    assert response.status_code == 200
    assert "Please write what is new." in response.content.decode()


def test_nothing_found_is_said(officers, draft):
    assert "The checks found nothing" in officers.get(checking(draft)).content.decode()


def test_a_crash_is_said_and_is_no_obstacle(officers, draft, monkeypatch):
    def crash(self, piece):
        raise RuntimeError("no")

    monkeypatch.setattr(type(registry.all_checks()[0]), "findings", crash)
    response = officers.get(checking(draft))
    assert response.status_code == 200
    assert "Could not be checked: Personal data" in response.content.decode()


def test_drafts_of_others_are_not_checked(stranger, editors, draft, client):
    assert stranger.get(checking(draft)).status_code == 404
    assert editors.get(checking(draft)).status_code == 200
    assert client.get(checking(draft)).status_code == 302


def test_a_look_changes_nothing(officers, draft):
    assert officers.post(checking(draft)).status_code == 405


def test_checking_costs_the_same_among_more_pages(officers, draft, make_page, organization, drain):
    few = len(queries_of(officers, checking(draft)))
    assert few <= 40
    for _number in range(5):
        make_page("update", organization, live=True)
    drain()
    assert len(queries_of(officers, checking(draft))) <= few


def test_the_full_editor_leads_there(officers, make_page, organization, officer):
    page = make_page("article", organization, owner=officer)
    response = officers.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200, response["Location"]
    assert checking(page) in response.content.decode()
