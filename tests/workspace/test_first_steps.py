"""The first steps of a new member, on the page of our work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from moderation.services import propose_profile, submit
from orgs.membership.invitations import invite, revoke
from orgs.profile import profile_of
from workspace.officer.first_steps import first_steps

HOME = reverse("workspace:home")


@pytest.fixture
def new_organization(organization: Any) -> Any:
    """An organization about which nothing is written, for which nobody but the manager works."""
    organization.description_en = organization.description_km = ""
    organization.save(update_fields=["description_en", "description_km"])
    organization.memberships.all().delete()
    return organization


@pytest.fixture
def founder(new_organization: Any, make_member: Any) -> Any:
    return make_member(new_organization, "manager", "founder@example.org")


def done(organization: Any, user: Any) -> dict[str, bool]:
    return {step.name: step.is_done for step in first_steps(organization, user)}


def test_a_manager_has_three_steps_each_ticked_off_by_what_happened(new_organization, founder, make_page):
    assert done(new_organization, founder) == {"profile": False, "post": False, "invite": False}
    propose_profile(new_organization, profile_of(new_organization) | {"description_en": "We weave."}, by=founder)
    assert done(new_organization, founder) == {"profile": True, "post": False, "invite": False}
    invitation = invite(new_organization, "colleague@example.org", "officer", by=founder)
    assert done(new_organization, founder) == {"profile": True, "post": False, "invite": True}
    revoke(invitation, founder)
    assert done(new_organization, founder)["invite"] is False
    invite(new_organization, "colleague@example.org", "officer", by=founder)
    submit(make_page("update", new_organization, owner=founder), founder)
    assert done(new_organization, founder) == {}


def test_an_officer_has_one_step_which_is_her_own(organization, officer, make_member, make_page):
    colleague = make_member(organization, "officer", "colleague@example.org")
    submit(make_page("update", organization, owner=colleague), colleague)
    assert done(organization, officer) == {"post": False}
    submit(make_page("update", organization, owner=officer), officer)
    assert done(organization, officer) == {}


def test_the_steps_cost_one_query(new_organization, founder, django_assert_num_queries):
    # Read for each request in any case.
    first_steps(new_organization, founder)
    with django_assert_num_queries(1):
        first_steps(new_organization, founder)


def test_a_new_manager_is_welcomed_and_led_to_each_form(sign_in, founder):
    content = sign_in(founder).get(HOME).content.decode()
    assert "The first three steps" in content
    steps = content.split('class="steps plain"')[1].split("</ol>")[0]
    assert re.findall('href="([^"]+)"', steps) == [
        reverse("workspace:profile"),
        reverse("workspace:new-update"),
        reverse("workspace:members") + "#invite",
    ]
    assert steps.count('aria-current="step"') == 1
    # The welcome says what comes next: nothing says it a second time.
    assert "Nothing is written yet" not in content


def test_an_officer_is_not_asked_to_invite(officers):
    content = officers.get(HOME).content.decode()
    assert "The first step" in content
    assert "Invite a colleague" not in content


def test_a_suspended_organization_has_no_steps(sign_in, new_organization, founder):
    new_organization.status = "suspended"
    new_organization.save()
    assert "The first three steps" not in sign_in(founder).get(HOME).content.decode()


def test_how_to_write_here_stands_above_the_forms(sign_in, organization, make_member):
    client = sign_in(make_member(organization, "manager"))
    for address in (reverse("workspace:new-update"), reverse("workspace:new-event"), reverse("workspace:profile")):
        content = client.get(address).content.decode()
        assert "How to write here" in content
        assert "/en/guide/" in content.split("How to write here")[1]
