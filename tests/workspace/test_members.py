"""The page on which a manager looks after her people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from orgs.membership.invitations import invite
from orgs.models import Invitation, Membership

PEOPLE = reverse("workspace:members")


@pytest.fixture
def managers(sign_in, manager):
    return sign_in(manager)


def membership_of(user):
    return Membership.objects.get(user=user)


def test_she_invites_by_mail(managers, organization, drain, mailoutbox):
    form = {"email": "New@Example.org", "role": "officer", "language": "en"}
    content = managers.post(PEOPLE, form, follow=True).content.decode()
    assert "new@example.org" in content.lower()
    assert Invitation.objects.get().organization == organization
    drain()
    assert mailoutbox[0].to == ["new@example.org"]


def test_what_was_typed_stays_when_it_is_refused(managers, officer):
    response = managers.post(PEOPLE, {"email": officer.email, "role": "officer", "language": "en"})
    assert "already a member" in response.content.decode()
    assert officer.email in response.content.decode()
    assert not Invitation.objects.exists()


def test_a_role_is_changed(managers, officer):
    managers.post(reverse("workspace:change-role", args=[membership_of(officer).pk]), {"role": "manager"})
    assert membership_of(officer).role == "manager"


@pytest.mark.parametrize("role", ["administrator", "", "editor"])
def test_there_are_no_other_roles(managers, officer, role):
    url = reverse("workspace:change-role", args=[membership_of(officer).pk])
    assert managers.post(url, {"role": role}).status_code == 404
    assert membership_of(officer).role == "officer"


def test_removing_is_asked_first(managers, officer):
    url = reverse("workspace:remove-member", args=[membership_of(officer).pk])
    assert officer.email in managers.get(url).content.decode()
    assert Membership.objects.filter(user=officer).exists()
    managers.post(url)
    assert not Membership.objects.filter(user=officer).exists()


def test_she_cannot_leave_it_without_a_manager(managers, manager):
    content = managers.post(
        reverse("workspace:remove-member", args=[membership_of(manager).pk]), follow=True
    ).content.decode()
    assert "only manager" in content
    assert Membership.objects.filter(user=manager).exists()


def test_invitations_are_sent_again_and_taken_back(managers, organization, manager):
    invitation = invite(organization, "new@example.org", "officer", manager)
    managers.post(reverse("workspace:resend-invitation", args=[invitation.pk]))
    assert Invitation.objects.get().token != invitation.token
    managers.post(reverse("workspace:revoke-invitation", args=[invitation.pk]))
    assert Invitation.objects.get().revoked_at


def test_an_officer_finds_no_such_page(officers):
    assert officers.get(PEOPLE).status_code == 404
    assert PEOPLE not in officers.get(reverse("workspace:home")).content.decode()


def test_people_of_others_do_not_exist(sign_in, officer, make_member, other_organization, organization, manager):
    stranger = sign_in(make_member(other_organization, "manager"))
    invitation = invite(organization, "new@example.org", "officer", manager)
    member = membership_of(officer)
    assert stranger.post(reverse("workspace:change-role", args=[member.pk]), {"role": "manager"}).status_code == 404
    assert stranger.post(reverse("workspace:remove-member", args=[member.pk])).status_code == 404
    assert stranger.post(reverse("workspace:revoke-invitation", args=[invitation.pk])).status_code == 404
    assert stranger.post(reverse("workspace:resend-invitation", args=[invitation.pk])).status_code == 404
    assert membership_of(officer).role == "officer"


def test_its_queries_do_not_grow_with_people(managers, organization, officer, make_member):
    from tests.queries import queries_of

    few = len(queries_of(managers, PEOPLE))
    for number in range(8):
        make_member(organization, "officer", f"officer-{number}@example.org")
    assert len(queries_of(managers, PEOPLE)) == few
