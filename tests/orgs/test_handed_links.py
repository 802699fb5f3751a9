"""Links that are handed over: people without e-mail join, sign in with a name, and get a new password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.second_step.adapter import SecondStepAdapter
from accounts.sign_in_names import address_of, has_mailbox
from common.refusal import Refusal
from mail import sending
from orgs.guard.audit_log import AuditFilter, read_log
from orgs.membership.handed_links import (
    hand_join_link,
    hand_password_link,
    join_as_new,
    join_with_account,
    renew_password,
    revoke_link,
    why_closed,
)
from orgs.membership.invitations import invite
from orgs.models import HandedLink, Membership
from orgs.services import set_membership
from outbox.models import Event

pytestmark = pytest.mark.django_db

PASSWORD = "rice fields in june"


def page_of(secret: str) -> str:
    return reverse("handed-link", args=[secret])


@pytest.fixture
def secret(organization: Any, manager: Any) -> str:
    return hand_join_link(organization, note="Sokha in Kep", by=manager, language="en")[1]


@pytest.fixture
def sokha(secret: str) -> User:
    """A member without a mailbox."""
    return User.objects.get(pk=join_as_new(secret, "Sokha", "012 345 678", PASSWORD).pk)


def test_she_joins_by_the_link_and_signs_in_with_her_name(organization: Any, secret: str) -> None:
    client = Client()
    assert b"Choose a sign-in name" in client.get(page_of(secret)).content
    fields = {"name": "Sokha", "sign_in_name": "012 345-678", "password": PASSWORD}
    assert client.post(page_of(secret), fields).url == "/workspace/"
    person = User.objects.get(email="012345678@name.invalid")
    assert (person.name, person.sign_in_name, person.language) == ("Sokha", "012345678", "en")
    assert Membership.objects.get(user=person).organization == organization
    assert client.get("/workspace/").status_code == 200
    # The same number, written with Khmer digits.
    later = Client().post("/accounts/login/", {"login": "០១២ ៣៤៥ ៦៧៨", "password": PASSWORD})
    assert later.url == "/workspace/"
    assert Client().post("/accounts/login/", {"login": "012345678", "password": "another"}).status_code == 200


def test_the_link_works_once_for_seven_days_and_its_secret_is_stored_nowhere(secret: str, sokha: Any) -> None:
    link = HandedLink.objects.get()
    assert secret not in str(HandedLink.objects.values().get())
    assert link.expires_at - link.created_at == pytest.approx(timedelta(days=7), abs=timedelta(seconds=5))
    assert Client().get(page_of(secret)).status_code == 410
    with pytest.raises(Refusal):
        join_as_new(secret, "Another", "another", PASSWORD)
    assert Client().get(page_of("x" * 32)).status_code == 404


def test_a_link_that_was_taken_back_or_ran_out_opens_nothing(organization: Any, manager: Any, secret: str) -> None:
    link = HandedLink.objects.get()
    revoke_link(link, manager)
    assert Client().post(page_of(secret), {}).status_code == 410
    _link, later = hand_join_link(organization, note="", by=manager)
    HandedLink.objects.update(expires_at=timezone.now(), revoked_at=None)
    assert Client().get(page_of(later)).status_code == 410


def test_a_link_ends_with_the_right_of_who_made_it(organization: Any, manager: Any, secret: str) -> None:
    set_membership(manager, organization, "officer")
    assert why_closed(HandedLink.objects.get())
    assert Client().get(page_of(secret)).status_code == 410


def test_only_managers_make_links(organization: Any, officer: Any, make_member: Any, other_organization: Any) -> None:
    for person in (officer, make_member(other_organization, "manager")):
        with pytest.raises(Refusal) as refused:
            hand_join_link(organization, note="", by=person)
        assert refused.value.code == "managers_only"


def test_links_are_limited(organization: Any, manager: Any) -> None:
    for _index in range(30):
        revoke_link(hand_join_link(organization, note="", by=manager)[0], manager)
    with pytest.raises(Refusal) as refused:
        hand_join_link(organization, note="", by=manager)
    assert refused.value.code == "too_often"


@pytest.mark.parametrize("name", ["abc", "sokha@example.org", "សុខា", "x" * 31, "so!kha", "012345678@name.invalid"])
def test_other_names_are_refused_beside_the_field(secret: str, name: str) -> None:
    answer = Client().post(page_of(secret), {"name": "Sokha", "sign_in_name": name, "password": PASSWORD})
    assert answer.status_code == 422
    assert "sign_in_name" in answer.context["form"].errors
    assert not User.objects.filter(first_name="Sokha").exists()


def test_a_name_is_given_once(organization: Any, manager: Any, sokha: Any) -> None:
    _link, other = hand_join_link(organization, note="", by=manager, language="en")
    fields = {"name": "Another", "sign_in_name": "012345678", "password": PASSWORD}
    answer = Client().post(page_of(other), fields)
    assert answer.status_code == 422
    assert "Somebody has this sign-in name already" in answer.content.decode()
    assert HandedLink.objects.open().exists()


def test_somebody_with_an_account_joins_with_it_and_the_manager_does_not(
    organization: Any, manager: Any, secret: str, make_user: Any
) -> None:
    with pytest.raises(Refusal) as refused:
        join_with_account(secret, manager)
    assert refused.value.code == "already_member"
    client, person = Client(), make_user("dara@example.org")
    client.force_login(person)
    assert b"Accept" in client.get(page_of(secret)).content
    assert not Membership.objects.filter(user=person).exists()
    client.post(page_of(secret))
    assert Membership.objects.get(user=person).role == "officer"


def test_a_translator_is_handed_a_link_and_can_do_no_more(organization: Any, manager: Any) -> None:
    _link, secret = hand_join_link(organization, note="", by=manager, translates_into="km")
    join_as_new(secret, "Dara", "dara", PASSWORD)
    assert Membership.objects.get(user__email=address_of("dara")).translates_into == "km"


def test_nothing_is_mailed_to_a_sign_in_name(sokha: Any, organization: Any, manager: Any, drain: Any) -> None:
    assert not has_mailbox(sokha.email)
    sending.send([sokha.email, "reader@example.org"], "News", "Text")
    assert [event.payload["to"] for event in Event.objects.pending().filter(kind="mail.send")] == ["reader@example.org"]
    drain()
    assert all(letter.to != [sokha.email] for letter in mail.outbox)
    # Nobody is invited to it either, and nobody adds it as an own address.
    with pytest.raises(Refusal):
        invite(organization, "dara@name.invalid", "officer", manager)


def test_her_manager_hands_her_a_new_password(manager: Any, sokha: Any) -> None:
    old = Client()
    old.force_login(sokha)
    link, secret = hand_password_link(sokha.memberships.get(), by=manager)
    client = Client()
    assert "Sokha" not in client.get(page_of(secret)).headers.get("Location", "")
    assert client.post(page_of(secret), {"password": "mangoes in the garden"}).url == "/workspace/"
    sokha.refresh_from_db()
    assert sokha.check_password("mangoes in the garden")
    # Whoever was signed in with the old one is out, and the link is used up.
    assert old.get("/workspace/").status_code == 302
    with pytest.raises(Refusal):
        renew_password(secret, "another password here")
    # A link of the one kind does not do the other thing.
    link.refresh_from_db()
    assert link.used_at


def test_a_newer_link_for_a_password_replaces_the_older(manager: Any, sokha: Any) -> None:
    _link, first = hand_password_link(sokha.memberships.get(), by=manager)
    hand_password_link(sokha.memberships.get(), by=manager)
    with pytest.raises(Refusal):
        renew_password(first, PASSWORD)


def test_nobody_else_gets_a_new_password_by_a_link(
    organization: Any, other_organization: Any, manager: Any, officer: Any, sokha: Any, make_member: Any
) -> None:
    # Who has a mailbox asks for it there.
    with pytest.raises(Refusal):
        hand_password_link(officer.memberships.get(), by=manager)
    stranger = make_member(other_organization, "manager")
    with pytest.raises(Refusal):
        hand_password_link(sokha.memberships.get(), by=stranger)
    _link, secret = hand_password_link(sokha.memberships.get(), by=manager)
    # She works for another organization too: one manager alone must not open that one.
    set_membership(sokha, other_organization, "officer")
    with pytest.raises(Refusal):
        renew_password(secret, PASSWORD)
    with pytest.raises(Refusal):
        hand_password_link(Membership.objects.get(user=sokha, organization=organization), by=manager)


def test_a_link_for_a_password_joins_nobody_and_asks_to_sign_out(manager: Any, sokha: Any, make_user: Any) -> None:
    _link, secret = hand_password_link(sokha.memberships.get(), by=manager)
    with pytest.raises(HandedLink.DoesNotExist):
        join_as_new(secret, "Another", "another", PASSWORD)
    client = Client()
    client.force_login(make_user("dara@example.org"))
    assert client.post(page_of(secret), {"password": PASSWORD}).status_code == 403


def test_each_step_stands_in_the_organizations_log(manager: Any, sokha: Any) -> None:
    steps = [entry.data["step"] for entry in ModelLogEntry.objects.filter(action="orgs.handed_link").order_by("pk")]
    assert steps == ["made", "used"]


def test_the_address_that_stands_for_a_sign_in_name_is_shown_nowhere(sokha: Any, manager: Any, settings: Any) -> None:
    # The second factor has its own tests.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    own, managers = Client(), Client()
    own.force_login(sokha)
    managers.force_login(manager)
    pages = [own.get(reverse(view)) for view in ("account_email", "workspace:mail-settings")]
    pages += [managers.get(reverse(view)) for view in ("workspace:log", "workspace:members")]
    shown = [page.content.decode() for page in pages]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert not [page for page in shown if "name.invalid" in page]
    assert "You have none yet: you sign in with the name 012345678" in shown[0]
    # Nothing is mailed to her, so nothing is asked about mails.
    assert "decision_mails" not in shown[1]
    assert "012345678" in shown[2]


def test_a_phone_keeps_her_codes_and_passkey_under_the_sign_in_name(officer: Any, sokha: Any) -> None:
    adapter = SecondStepAdapter()
    assert adapter.get_totp_label(sokha) == "012345678"
    assert "name.invalid" not in adapter.build_totp_url(sokha, "SECRET")
    assert adapter.get_public_key_credential_user_entity(sokha)["name"] == "012345678"
    assert adapter.get_totp_label(officer) == officer.email


def test_the_log_is_searched_by_the_sign_in_name(sokha: Any, organization: Any, manager: Any) -> None:
    found = read_log(AuditFilter(organization, person="០១២ 345 678"), manager, 1).entries
    assert "012345678" in {entry.subject for entry in found}


def test_a_wrong_password_speaks_of_the_sign_in_name(sokha: Any) -> None:
    tried = Client().post(reverse("account_login"), {"login": "012345678", "password": "not hers at all"})
    assert "The e-mail address, sign-in name or password is not correct." in tried.content.decode()
