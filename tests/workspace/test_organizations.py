"""The editors' page of organizations: taking one in, and what it may do."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from orgs.models import Invitation, Organization
from tests.moderation.row_helpers import make_submissions

ALL = reverse("workspace:organizations")
NEW = reverse("workspace:new-organization")
FORM = {
    "name_en": "Weavers of Takeo",
    "name_km": "អ្នកត្បាញ",
    "slug": "takeo",
    "manager": "chenda@example.org",
    "language": "km",
}


def about(organization):
    return reverse("workspace:manage-organization", args=[organization.slug])


@pytest.fixture
def administrators(sign_in, administrator):
    return sign_in(administrator)


def test_one_form_makes_an_organization_whole_and_invites_its_manager(administrators, administrator, drain, mailoutbox):
    began = time.process_time()
    response = administrators.post(NEW, FORM)
    assert time.process_time() - began < 2
    organization = Organization.objects.get(slug="takeo")
    assert response.url == about(organization)
    assert organization.homes.count() == 2
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        "chenda@example.org",
        "manager",
        administrator,
    )
    drain()
    assert mailoutbox[0].to == ["chenda@example.org"]


@pytest.mark.parametrize("slug", ["neary", "new", "events", "no slug"])
def test_an_address_that_is_taken_is_told_and_the_rest_stays(administrators, slug, portal):
    content = administrators.post(NEW, FORM | {"slug": slug}).content.decode()
    assert "Weavers of Takeo" in content
    assert not Organization.objects.filter(name_en="Weavers of Takeo").exists()


def test_only_administrators_take_one_in(editors, officers, portal):
    assert editors.get(NEW).status_code == 404
    assert editors.post(NEW, FORM).status_code == 404
    assert officers.post(NEW, FORM).status_code == 404
    assert not Organization.objects.filter(slug="takeo").exists()


def test_an_editor_suspends_with_a_reason(editors, organization):
    form = {"status": "suspended", "visibility": "hidden", "reason": "A complaint."}
    assert editors.post(about(organization), form).status_code == 302
    organization.refresh_from_db()
    assert (organization.status, organization.is_hidden, organization.tier) == ("suspended", True, "new")
    assert "A complaint." in editors.get(about(organization)).content.decode()


@pytest.mark.parametrize("who", ["editors", "administrators"])
def test_nobody_can_trust_by_a_field_added_by_hand(who, request, organization):
    form = {"status": "active", "visibility": "shown", "tier": "trusted", "reason": "They are good."}
    request.getfixturevalue(who).post(about(organization), form)
    organization.refresh_from_db()
    assert organization.tier == "new"


def test_there_is_no_such_page_for_members(officers, sign_in, manager, organization):
    for client in (officers, sign_in(manager)):
        assert client.get(ALL).status_code == 404
        assert client.post(about(organization), {"status": "active"}).status_code == 404


def test_the_list_costs_the_same_for_many(editors, make_organization, organization):
    from tests.queries import queries_of

    few = len(queries_of(editors, ALL))
    for number in range(6):
        make_organization(f"circle-{number}")
    assert len(queries_of(editors, ALL)) == few


def test_the_list_says_whose_record_speaks_for_more_trust(editors, organization, other_organization):
    make_submissions(organization, 5, state="approved", decided_at=timezone.now())
    make_submissions(other_organization, 4, state="approved", decided_at=timezone.now())
    content = editors.get(ALL).content.decode()
    assert content.count("Suggested tier: verified") == 1
    assert reverse("workspace:tier", args=[organization.slug]) in content
