"""Every door leads to one login: by password or by a mailed code, limited, and with mail that cannot break it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from outbox.models import Event
from tests.accounts.sign_in_helpers import PASSWORD, mailed_code, password_login

pytestmark = pytest.mark.django_db


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("door", ["/admin/", "/admin/pages/", "/admin/images/", "/admin/account/"])
def test_a_strangers_way_into_the_admin_is_the_portals_login(client: Client, door: str) -> None:
    response = client.get(door, follow=True)
    address, _status = response.redirect_chain[-1]
    assert address == f"/accounts/login/?next={door}"


def test_wagtails_own_doors_are_closed(client: Client, officer: Any) -> None:
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=/admin/"
    answer = client.post("/admin/login/", {"username": officer.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/login/"
    assert not is_signed_in(client)
    for door in ("", "done/", "confirm/MQ/abc-123/", "complete/"):
        assert client.get(f"/admin/password_reset/{door}")["Location"] == "/accounts/password/reset/"
        assert client.post(f"/admin/password_reset/{door}", {"email": officer.email}).status_code == 302
    assert not Event.objects.filter(kind="mail.send").exists()


def test_a_password_opens_the_workspace(client: Client, officer: Any) -> None:
    response = password_login(client, officer)
    assert response["Location"] == "/workspace/"
    assert is_signed_in(client)
    assert client.cookies["django_language"].value == officer.language


def test_the_address_is_known_in_any_case(client: Client, officer: Any) -> None:
    client.post("/accounts/login/", {"login": officer.email.upper(), "password": PASSWORD})
    assert is_signed_in(client)


def test_a_login_leads_to_where_she_wanted_to_go_on_this_portal_only(client: Client, officer: Any) -> None:
    assert password_login(client, officer, next="/admin/pages/")["Location"] == "/admin/pages/"
    client.logout()
    assert password_login(client, officer, next="https://evil.example.org/")["Location"] == "/workspace/"


def test_a_wrong_password_says_nothing_of_the_account(client: Client, officer: Any) -> None:
    wrong = password_login(client, officer, "another long password")
    unknown = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "another long password"})
    assert not is_signed_in(client)
    errors = [response.context["form"].errors["__all__"] for response in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert wrong.context["form"]["login"].value() == officer.email


def test_who_was_sent_away_cannot_sign_in_and_is_out_at_once(client: Client, officer: Any) -> None:
    password_login(client, officer)
    officer.is_active = False
    officer.save()
    assert client.get("/workspace/")["Location"].startswith("/accounts/login/")
    again = Client()
    password_login(again, officer)
    assert not is_signed_in(again)


def test_a_mailed_code_opens_the_workspace(client: Client, officer: Any, drain: Any) -> None:
    client.post("/accounts/login/code/", {"email": officer.email})
    drain()
    assert mail.outbox[-1].to == [officer.email]
    response = client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert response["Location"] == "/workspace/"
    assert is_signed_in(client)


def test_a_wrong_code_opens_nothing_and_three_are_the_end(client: Client, officer: Any, drain: Any) -> None:
    client.post("/accounts/login/code/", {"email": officer.email})
    drain()
    code = mailed_code()
    for _try in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "XXXX-XXXX"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_signed_in(client)


def test_a_code_proves_the_address(client: Client, officer: Any, drain: Any) -> None:
    EmailAddress.objects.filter(user=officer).update(verified=False)
    client.post("/accounts/login/code/", {"email": officer.email})
    drain()
    client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert EmailAddress.objects.get(user=officer).verified
    assert is_signed_in(client)


def test_an_unproved_address_opens_nothing_by_password(client: Client, officer: Any, drain: Any) -> None:
    EmailAddress.objects.filter(user=officer).update(verified=False)
    password_login(client, officer)
    assert not is_signed_in(client)
    drain()
    link = next(word for word in mail.outbox[-1].body.split() if "/confirm-email/" in word)
    client.get(link)
    assert not EmailAddress.objects.get(user=officer).verified
    client.post(link)
    password_login(client, officer)
    assert is_signed_in(client)


def test_only_the_newest_code_is_sent_when_mail_was_down(client: Client, officer: Any, drain: Any) -> None:
    client.post("/accounts/login/code/", {"email": officer.email})
    for _again in range(2):
        client.post("/accounts/login/code/confirm/", {"action": "resend"})
    drain()
    assert len(mail.outbox) == 1
    assert client.post("/accounts/login/code/confirm/", {"code": mailed_code()})["Location"] == "/workspace/"


def test_mail_that_is_down_breaks_no_login(client: Client, officer: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "no.such.backend"
    assert client.post("/accounts/login/code/", {"email": officer.email}).status_code == 302
    assert client.post("/accounts/password/reset/", {"email": officer.email}).status_code == 302
    assert password_login(Client(), officer)["Location"] == "/workspace/"


def test_a_stranger_is_answered_like_a_member(client: Client, officer: Any, drain: Any) -> None:
    known = client.post("/accounts/login/code/", {"email": officer.email})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert known["Location"] == unknown["Location"]
    drain()
    assert "invitation" in next(letter for letter in mail.outbox if letter.to == ["nobody@example.org"]).body


def test_sign_up_is_closed(client: Client, db: None) -> None:
    from accounts.models import User

    assert b"invitation" in client.get("/accounts/signup/").content
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", data)
    assert not User.objects.filter(email="new@example.org").exists()


def test_signing_out_needs_a_post(client: Client, officer: Any) -> None:
    client.force_login(officer)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_passwords_cannot_be_tried_for_ever(client: Client, officer: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    for _try in range(5):
        password_login(client, officer, "another long password")
    response = password_login(client, officer)
    assert not is_signed_in(client)
    assert "Too many" in response.context["form"].errors["__all__"][0]


def test_codes_cannot_be_asked_for_ever(officer: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    asked = {"email": officer.email}
    answers = [Client().post("/accounts/login/code/", asked) for _try in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Too many" in answers[-1].context["form"].errors["email"][0]
    assert Event.objects.filter(kind="mail.send").count() == 1


def test_a_new_password_ends_the_sessions_elsewhere(client: Client, officer: Any, drain: Any) -> None:
    elsewhere = Client()
    elsewhere.force_login(officer)
    client.post("/accounts/password/reset/", {"email": officer.email})
    drain()
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = "quite another password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert elsewhere.get("/workspace/")["Location"].startswith("/accounts/login/")
    password_login(client, officer, new)
    assert is_signed_in(client)
    drain()
    assert mail.outbox[-1].subject == "Your password was changed"
