"""The page on which a manager looks after her people."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from orgs.membership.handed_links import hand_join_link, join_as_new
from orgs.membership.invitations import invite
from orgs.models import HandedLink, Invitation, Membership
from orgs.permissions import has_second_factor
from tests.accounts.sign_in_helpers import enrol

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


def test_a_manager_asks_for_a_lost_phone_in_two_clicks(
    managers, officer, manager, administrator, drain, mailoutbox, organization
):
    url = reverse("workspace:phone-lost", args=[membership_of(officer).pk])
    assert url not in managers.get(PEOPLE).content.decode()
    enrol(officer)
    people = managers.get(PEOPLE).content.decode()
    assert url in people
    assert reverse("workspace:phone-lost", args=[membership_of(manager).pk]) not in people
    assert officer.name in managers.get(url).content.decode()
    assert not mailoutbox
    assert "The administrators have a mail." in managers.post(url, follow=True).content.decode()
    drain()
    assert [letter.to for letter in mailoutbox] == [[administrator.email]]
    assert f"/admin/users/second-factor/{officer.pk}/" in mailoutbox[0].body
    assert officer.email not in mailoutbox[0].body
    assert ModelLogEntry.objects.get(action="orgs.second_factor_reset_asked").user == manager
    assert has_second_factor(officer)


def test_only_a_manager_asks_and_not_without_end(managers, officer, manager, administrator, drain, mailoutbox, sign_in):
    enrol(officer)
    url = reverse("workspace:phone-lost", args=[membership_of(officer).pk])
    assert sign_in(officer).post(url).status_code == 404
    own = reverse("workspace:phone-lost", args=[membership_of(manager).pk])
    assert "Only another manager" in managers.post(own, follow=True).content.decode()
    for _mail in range(6):
        last = managers.post(url, follow=True).content.decode()
    assert "Five mails were sent today." in last
    drain()
    assert len(mailoutbox) == 5


def test_a_manager_sees_a_new_link_once_and_takes_it_back(managers: Any, organization: Any) -> None:
    shown = managers.post(reverse("workspace:new-link"), {"note": "Sokha", "role": "officer", "language": "en"})
    content = shown.content.decode()
    assert 'class="qr"' in content
    assert "/accounts/link/" in content
    listed = managers.get(PEOPLE).content.decode()
    assert "Sokha" in listed
    assert "/accounts/link/" not in listed
    link = HandedLink.objects.get()
    assert managers.get(reverse("workspace:revoke-link", args=[link.pk])).status_code == 405
    managers.post(reverse("workspace:revoke-link", args=[link.pk]))
    assert not HandedLink.objects.open().exists()


def test_no_link_makes_a_manager(managers: Any) -> None:
    answer = managers.post(reverse("workspace:new-link"), {"note": "", "role": "manager", "language": "en"})
    assert "role" in answer.context["form"].errors
    assert not HandedLink.objects.exists()


def test_a_member_without_e_mail_gets_a_new_password_by_hand(managers: Any, organization: Any, manager: Any) -> None:
    _link, secret = hand_join_link(organization, note="", by=manager)
    person = join_as_new(secret, "Sokha", "sokha", "rice fields in june")
    content = managers.get(PEOPLE).content.decode()
    address = reverse("workspace:new-password-link", args=[person.memberships.get().pk])
    assert address in content
    assert "name.invalid" not in content
    assert 'class="qr"' in managers.post(address).content.decode()


def test_links_are_a_managers_alone(officers: Any, stranger: Any, organization: Any, manager: Any) -> None:
    link, _secret = hand_join_link(organization, note="", by=manager)
    assert officers.get(reverse("workspace:new-link")).status_code == 404
    for client in (officers, stranger):
        assert client.post(reverse("workspace:revoke-link", args=[link.pk])).status_code == 404
    assert HandedLink.objects.open().exists()
