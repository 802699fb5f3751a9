"""Letters that a stranger has the portal write: few to one address, few of one sender, his words quoted."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from common import rate_limit
from common.models import HitCount
from common.refusal import Refusal
from mail import unsolicited
from mail.templatetags.quoted import LONGEST_QUOTATION, quoted
from orgs.membership.invitations import invite, resend, revoke
from orgs.models import Application
from tests.accounts.sign_in_helpers import PASSWORD, sign_in

pytestmark = pytest.mark.django_db

HERS = "sokha@elsewhere.example"
PERSON = {
    "name": "Win http://evil.example now",
    "about": "Call.\nNow.",
    "contact": "Evil Man",
    "phone": "012 000 101",
}


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


def post(door: str, email: str, sender: str, **more: str) -> Any:
    """Type an address into one of the doors that strangers find."""
    forms: dict[str, tuple[str, dict[str, str]]] = {
        "apply": ("/en/join/", PERSON | {"email": email}),
        "follow": ("/en/follow/?organization=silk-weavers", {"email": email, "rhythm": "weekly"}),
        "code": ("/accounts/login/code/", {"email": email}),
        "reset": ("/accounts/password/reset/", {"email": email}),
    }
    address, form = forms[door]
    return Client().post(address, form | more, REMOTE_ADDR=sender)


DOORS = ["apply", "follow", "code", "reset"]


def letters(drain: Any) -> list[Any]:
    drain()
    return [letter for letter in mail.outbox if not letter.to[0].endswith("editor@example.org")]


@pytest.mark.parametrize("door", DOORS)
def test_one_sender_has_few_letters_written_to_strangers(door: str, organization: Any, drain: Any) -> None:
    for number in range(30):
        post(door, f"{number}@elsewhere.example", "192.0.2.1")
    sent = letters(drain)
    assert 1 <= len(sent) <= unsolicited.FROM_SENDER.most
    # The flood has closed the door to its sender alone.
    post(door, HERS, "192.0.2.2")
    assert [letter.to for letter in letters(drain)[len(sent) :]] == [[HERS]]


@pytest.mark.parametrize("doors", [[door] for door in DOORS] + [DOORS], ids=str)
def test_one_address_gets_few_letters(doors: list[str], organization: Any, drain: Any) -> None:
    for number in range(60):
        post(doors[number % len(doors)], HERS, f"192.0.2.{number}")
        drain()
    assert 1 <= len(letters(drain)) <= unsolicited.TO_MAILBOX.most


def test_one_sender_cannot_spend_all_that_an_address_may_get(organization: Any, drain: Any) -> None:
    for _time in range(20):
        post("code", HERS, "192.0.2.1")
    before = len(letters(drain))
    assert before == unsolicited.TO_MAILBOX_FROM_SENDER.most
    post("follow", HERS, "192.0.2.2")
    assert len(letters(drain)) == before + 1


@pytest.mark.parametrize("door", ["code", "reset"])
def test_letters_to_accounts_have_a_budget_of_their_sender(door: str, officer: Any, drain: Any) -> None:
    for _time in range(30):
        assert post(door, officer.email, "192.0.2.1").status_code == 302
        drain()
    assert len(letters(drain)) == 20
    post(door, officer.email, "192.0.2.2")
    assert len(letters(drain)) == 21


def test_the_three_hundred_and_first_applicant_is_heard(drain: Any) -> None:
    Application.objects.bulk_create(
        Application(**PERSON, email=f"{number}@elsewhere.example", language="en") for number in range(300)
    )
    assert post("apply", HERS, "192.0.2.2").status_code == 302
    assert Application.objects.filter(email=HERS).exists()


def test_a_flood_of_applications_is_told_to_wait(drain: Any) -> None:
    answers = [post("apply", f"{number}@elsewhere.example", "192.0.2.1") for number in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [200] * 2
    assert "Please try again tomorrow" in answers[-1].content.decode()
    assert Application.objects.count() == 5


def test_invitations_are_not_sent_without_end(organization: Any, manager: Any, drain: Any) -> None:
    invitation = invite(organization, HERS, "officer", manager, "en")
    drain()
    for _time in range(unsolicited.TO_MAILBOX_FROM_SENDER.most - 1):
        resend(invitation, manager)
        drain()
    for _time in range(3):
        with pytest.raises(Refusal, match="too many mails"):
            resend(invitation, manager)
    assert len(letters(drain)) == unsolicited.TO_MAILBOX_FROM_SENDER.most
    revoke(invitation, manager)
    with pytest.raises(Refusal, match="too many mails"):
        invite(organization, HERS, "officer", manager, "en")


def test_addresses_that_a_member_adds_have_the_same_budget(officer: Any, drain: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(30):
        sign_in(client, officer)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        client.post("/accounts/email/", {"email": f"{number}@elsewhere.example", "action_add": ""})
    strangers = [letter for letter in letters(drain) if letter.to[0].endswith("elsewhere.example")]
    assert 1 <= len(strangers) <= unsolicited.FROM_SENDER.most


@pytest.mark.parametrize("door", DOORS)
def test_where_nothing_can_be_counted_no_letter_goes(
    door: str, organization: Any, drain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> int:
        raise DatabaseError

    monkeypatch.setattr(rate_limit, "_count", broken)
    with contextlib.suppress(DatabaseError):
        post(door, HERS, "192.0.2.1")
    assert letters(drain) == []


def test_no_letter_counts_where_it_is_not_sent(organization: Any, manager: Any) -> None:
    with pytest.raises(Refusal):
        invite(organization, "no address", "officer", manager)
    assert not HitCount.objects.exists()


def test_a_strangers_words_stand_in_one_line_in_which_nothing_can_be_tapped(organization: Any, drain: Any) -> None:
    post("apply", HERS, "192.0.2.1")
    drain()
    for letter in mail.outbox:
        assert "evil.example" not in letter.body + letter.subject
        assert "http://evil" not in letter.body + letter.subject
        assert "\nNow." not in letter.body
    (hers,) = letters(drain)
    assert "Win" not in hers.subject
    assert "“Win http :// evil . example now”" in hers.body


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Silk\r\n\u2028Weavers", "“Silk Weavers”"),
        ("a" * 200, "“" + "a" * LONGEST_QUOTATION + "…”"),
        ("see www.evil.example", "“see www . evil . example”"),
        ("mail me@evil.example", "“mail me @ evil . example”"),
        ("HTTPS://EVIL。example", "“HTTPS :// EVIL 。 example”"),
        ("ev\u200bil.\u2060example", "“evil . example”"),
        ("សមាគមនារី", "“សមាគមនារី”"),
    ],
)
def test_a_quotation(typed: str, shown: str) -> None:
    assert quoted(typed) == shown


def test_the_doors_are_those_that_the_portal_has() -> None:
    assert reverse("account_request_login_code") == "/accounts/login/code/"
    assert reverse("account_reset_password") == "/accounts/password/reset/"
