"""Membership comes by invitation mail alone: asked by who may, accepted by whom it was sent to, decided by POST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from common.refusal import Refusal
from orgs.membership import invitations
from orgs.membership.invitations import InvitationState, accept, accept_as_new, invite, resend, revoke, state_of
from orgs.models import Invitation, Membership, Organization
from orgs.permissions import is_manager, is_member
from orgs.services import set_membership
from tests.accounts.sign_in_helpers import password_login

pytestmark = pytest.mark.django_db

NEW = "chan.sokha@example.org"
PASSWORD = "rice fields in june"


@pytest.fixture
def invitation(organization: Organization, manager: User) -> Invitation:
    return invite(organization, NEW, "officer", manager, "en")


def page_of(invitation: Invitation) -> str:
    return f"/accounts/invitation/{invitation.token}/"


# Asking


def test_the_mail_carries_the_link_in_the_language_asked_for(
    organization: Organization, manager: User, drain: Any
) -> None:
    invitation = invite(organization, f" {NEW.upper()} ", "manager", manager, "km")
    drain()
    letter = mail.outbox[-1]
    assert letter.to == [NEW]
    assert organization.name_km in letter.subject
    assert f"http://testserver{page_of(invitation)}" in letter.body or page_of(invitation) in letter.body
    assert letter.extra_headers["Content-Language"] == "km"


def test_managers_of_the_organization_and_editors_invite(
    organization: Organization,
    other_organization: Organization,
    manager: User,
    editor: User,
    administrator: User,
    officer: User,
    make_member: Any,
    make_user: Any,
) -> None:
    for by in (manager, editor, administrator):
        invite(organization, NEW, "officer", by)
    foreign = make_member(other_organization, "manager")
    for by in (officer, foreign, make_user("nobody@example.org")):
        with pytest.raises(Refusal):
            invite(organization, NEW, "officer", by)


def test_a_manager_of_a_suspended_organization_invites_nobody(organization: Organization, manager: User) -> None:
    organization.status = Organization.Status.SUSPENDED
    organization.save()
    manager = User.objects.get(pk=manager.pk)
    with pytest.raises(Refusal):
        invite(organization, NEW, "officer", manager)


@pytest.mark.parametrize("address", ["", "sokha", "sokha@", "a@example.org\nBcc: b@example.org"])
def test_an_address_must_be_one(organization: Organization, manager: User, address: str) -> None:
    with pytest.raises(Refusal):
        invite(organization, address, "officer", manager)
    assert not Invitation.objects.exists()


def test_a_role_must_be_one(organization: Organization, manager: User) -> None:
    with pytest.raises(ValueError, match="owner"):
        invite(organization, NEW, "owner", manager)


def test_a_member_need_not_be_invited(organization: Organization, manager: User, officer: User) -> None:
    with pytest.raises(Refusal, match="already a member"):
        invite(organization, officer.email.upper(), "manager", manager)


def test_a_newer_invitation_replaces_the_open_one(
    invitation: Invitation, organization: Organization, manager: User
) -> None:
    newer = invite(organization, NEW, "manager", manager)
    invitation.refresh_from_db()
    assert (state_of(invitation), state_of(newer)) == (InvitationState.REVOKED, InvitationState.OPEN)


def test_a_stolen_account_is_no_mail_machine(
    organization: Organization, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MAX_OPEN", 2)
    invite(organization, "a@example.org", "officer", manager)
    invite(organization, "b@example.org", "officer", manager)
    with pytest.raises(Refusal, match="Too many"):
        invite(organization, "c@example.org", "officer", manager)


def test_every_step_is_logged(invitation: Invitation, manager: User) -> None:
    resend(invitation, manager)
    accept_as_new(invitation.token, "Sokha", PASSWORD)
    entries = ModelLogEntry.objects.filter(action="orgs.invitation").order_by("pk")
    assert [entry.data["step"] for entry in entries] == ["sent", "resent", "accepted"]
    assert ModelLogEntry.objects.filter(action="orgs.membership").first().data["person"] == NEW


# Sending again, taking back


def test_sent_again_it_has_a_new_link_and_a_new_end(
    client: Client, invitation: Invitation, manager: User, drain: Any
) -> None:
    drain()
    before = page_of(invitation)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    invitation.refresh_from_db()
    resend(invitation, manager)
    assert state_of(invitation) is InvitationState.OPEN
    assert client.get(before).status_code == 404
    assert client.get(page_of(invitation)).status_code == 200
    drain()
    assert page_of(invitation) in mail.outbox[-1].body


def test_before_it_was_sent_only_the_newest_link_goes_out(invitation: Invitation, manager: User, drain: Any) -> None:
    resend(invitation, manager)
    drain()
    assert len(mail.outbox) == 1
    assert page_of(invitation) in mail.outbox[0].body


def test_a_closed_invitation_is_neither_resent_nor_taken_back_after_all(invitation: Invitation, manager: User) -> None:
    accept_as_new(invitation.token, "Sokha", PASSWORD)
    invitation.refresh_from_db()
    for act in (resend, revoke):
        with pytest.raises(Refusal):
            act(invitation, manager)


def test_strangers_neither_resend_nor_take_back(invitation: Invitation, officer: User) -> None:
    for act in (resend, revoke):
        with pytest.raises(Refusal):
            act(invitation, officer)


# Accepting


def test_a_newcomer_chooses_name_and_password_and_is_in(
    client: Client, invitation: Invitation, organization: Organization
) -> None:
    shown = client.get(page_of(invitation))
    assert shown.status_code == 200
    assert organization.name_en in shown.content.decode()
    assert NEW in shown.content.decode()
    assert not User.objects.filter(email=NEW).exists()
    response = client.post(page_of(invitation), {"name": "ចាន់ សុខា", "password": PASSWORD})
    assert response["Location"] == "/workspace/"
    person = User.objects.get(email=NEW)
    assert (person.name, person.language) == ("ចាន់ សុខា", "en")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.emailaddress_set.get().verified
    assert is_member(person, organization)
    assert not is_manager(person, organization)
    assert password_login(Client(), person, PASSWORD)["Location"] == "/workspace/"


def test_what_was_typed_stays(client: Client, invitation: Invitation) -> None:
    response = client.post(page_of(invitation), {"name": "ចាន់ សុខា", "password": "12345"})
    assert response.status_code == 422
    form = response.context["form"]
    assert form["name"].value() == "ចាន់ សុខា"
    assert form.errors["password"]
    assert "12345" not in response.content.decode()
    assert not User.objects.filter(email=NEW).exists()
    assert client.post(page_of(invitation), {"password": PASSWORD}).context["form"].errors["name"]


def test_a_password_like_her_address_is_refused(client: Client, invitation: Invitation) -> None:
    response = client.post(page_of(invitation), {"name": "Sokha", "password": "chan.sokha@example"})
    assert response.context["form"].errors["password"]


def test_a_new_manager_is_led_to_her_second_factor(client: Client, organization: Organization, manager: User) -> None:
    invitation = invite(organization, NEW, "manager", manager, "en")
    response = client.post(page_of(invitation), {"name": "Sokha", "password": PASSWORD}, follow=True)
    # Without her password again: she has chosen it a moment ago.
    assert response.request["PATH_INFO"] == "/accounts/2fa/totp/activate/"


def test_who_has_an_account_signs_in_and_accepts(
    client: Client, organization: Organization, manager: User, make_user: Any
) -> None:
    person = make_user(NEW)
    invitation = invite(organization, NEW, "officer", manager, "en")
    shown = client.get(page_of(invitation))
    login = f"/accounts/login/?next={page_of(invitation)}"
    assert login in shown.content.decode()
    assert b'name="password"' not in shown.content
    client.post(page_of(invitation), {"name": "Thief", "password": "a thief's password"})
    assert not is_member(person, organization)
    assert password_login(client, person, next=page_of(invitation))["Location"] == page_of(invitation)
    assert client.get(page_of(invitation)).status_code == 200
    assert not Membership.objects.filter(user=person).exists()
    assert client.post(page_of(invitation))["Location"] == "/workspace/"
    assert Membership.objects.get(user=person).organization == organization


def test_nobody_accepts_what_was_sent_to_another(client: Client, invitation: Invitation, make_user: Any) -> None:
    person = make_user("other@example.org")
    client.force_login(person)
    for response in (client.get(page_of(invitation)), client.post(page_of(invitation))):
        assert response.status_code == 403
        content = response.content.decode()
        assert NEW in content
        assert "other@example.org" in content
        assert "/accounts/logout/" in content
    with pytest.raises(Refusal):
        accept(invitation.token, person)
    assert not Membership.objects.filter(user=person).exists()


def test_an_address_that_she_has_not_proved_is_not_hers(invitation: Invitation, make_user: Any) -> None:
    person = make_user(NEW)
    person.emailaddress_set.update(verified=False)
    with pytest.raises(Refusal):
        accept(invitation.token, person)


def close_by_time(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def close_by_revoking(invitation: Invitation) -> None:
    revoke(invitation, invitation.invited_by)


def close_by_use(invitation: Invitation) -> None:
    accept_as_new(invitation.token, "Sokha", PASSWORD)


def close_by_dismissal(invitation: Invitation) -> None:
    set_membership(invitation.invited_by, invitation.organization, "officer")


@pytest.mark.parametrize(
    ("close", "words", "next_step"),
    [
        (close_by_time, "expired", "Ask the manager of Silk Weavers"),
        (close_by_revoking, "cancelled", "Ask the manager of Silk Weavers"),
        (close_by_use, "accepted already", "/accounts/login/"),
        (close_by_dismissal, "no longer invite", "Ask the manager of Silk Weavers"),
    ],
)
def test_a_closed_invitation_says_why_and_what_to_do(
    client: Client, invitation: Invitation, close: Any, words: str, next_step: str
) -> None:
    close(invitation)
    people = User.objects.count()
    data = {"name": "Sokha", "password": PASSWORD}
    for response in (client.get(page_of(invitation)), client.post(page_of(invitation), data)):
        assert response.status_code == 410
        assert words in response.content.decode()
        assert next_step in response.content.decode()
    with pytest.raises(Refusal):
        accept_as_new(invitation.token, "Sokha", PASSWORD)
    assert User.objects.count() == people


def test_it_is_accepted_once(invitation: Invitation, make_user: Any) -> None:
    person = make_user(NEW)
    accept(invitation.token, person)
    with pytest.raises(Refusal):
        accept(invitation.token, person)


def test_an_old_invitation_takes_no_role_away(
    invitation: Invitation, organization: Organization, make_member: Any
) -> None:
    person = make_member(organization, "manager", NEW)
    accept(invitation.token, person)
    assert Membership.objects.get(user=person).role == "manager"


def test_an_unknown_link_is_not_found(client: Client, db: None) -> None:
    assert client.get("/accounts/invitation/none/").status_code == 404
    assert client.post("/accounts/invitation/none/").status_code == 404


def test_what_lies_in_the_database_opens_no_invitation(client: Client, invitation: Invitation) -> None:
    """The key of a row, without a signature or with one that was made for something else, is no link."""
    key, signature = invitation.token.rsplit(".", 1)
    elsewhere = signing.Signer(sep=".", salt="elsewhere").sign(key)
    other_secret = signing.Signer(key="another secret key", sep=".", salt="orgs.invitation").sign(key)
    for token in (key, f"{key}.", f"{key}.{signature[:-1]}", f"{key}.{signature.swapcase()}", elsewhere, other_secret):
        address = f"/accounts/invitation/{token}/"
        assert client.get(address).status_code == 404, token
        assert client.post(address, {"name": "Sokha", "password": PASSWORD}).status_code == 404, token
    assert not User.objects.filter(email=NEW).exists()
    assert client.get(page_of(invitation)).status_code == 200


def test_the_page_is_kept_by_no_cache_and_speaks_the_letters_language(
    client: Client, organization: Organization, manager: User
) -> None:
    invitation = invite(organization, NEW, "officer", manager, "km")
    response = client.get(page_of(invitation), headers={"accept-language": "en"})
    assert "no-store" in response["Cache-Control"]
    assert '<html lang="km"' in response.content.decode()
    assert organization.name_km in response.content.decode()


def test_a_post_from_elsewhere_decides_nothing(invitation: Invitation) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page_of(invitation), {"name": "Sokha", "password": PASSWORD}).status_code == 403
    assert not User.objects.filter(email=NEW).exists()
