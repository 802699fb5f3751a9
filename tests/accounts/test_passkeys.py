"""A passkey is a second factor everywhere, and a password beside it opens nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from orgs.permissions import factor_of, has_second_factor
from tests.accounts.sign_in_helpers import commit_at_once, enrol, mailed_code, password_login, totp_code, trust
from tests.accounts.soft_passkey import ADD, SoftPasskey, add_passkey

pytestmark = pytest.mark.django_db

ASK = "/accounts/2fa/authenticate/"
AGAIN = "/accounts/2fa/reauthenticate/"
SET_UP = "/accounts/2fa/totp/activate/"
CLOSED = ["/workspace/", "/workspace/takeout/", "/admin/", "/admin/pages/", "/admin/api/main/pages/", "/accounts/2fa/"]


@pytest.fixture(autouse=True)
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    commit_at_once(monkeypatch)


@pytest.fixture
def trusted_officer(officer: Any, organization: Any) -> Any:
    trust(organization)
    Authenticator.objects.filter(user=officer).delete()
    return officer


@pytest.fixture(params=["manager", "editor", "administrator", "trusted_officer"])
def privileged(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def passkey_of(user: Any) -> SoftPasskey:
    client = Client()
    password_login(client, user)
    return add_passkey(client)[0]


def show(client: Client, passkey: SoftPasskey, address: str = ASK, **typed: str) -> Any:
    page = client.get(address)
    options = page.context["js_data"]["request_options"] if address == ASK else page.context["form"].passkey_options
    return client.post(address, {"credential": passkey.assertion(options), **typed})


def is_let_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_the_first_passkey_opens_the_doors_and_brings_recovery_codes(client: Client, manager: Any, drain: Any) -> None:
    password_login(client, manager)
    page = client.get(SET_UP)
    passkey = SoftPasskey()
    response = client.post(ADD, {"credential": passkey.registration(page.context["passkey_options"])})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert len(client.get(response["Location"]).context["unused_codes"]) == 10
    assert is_let_in(client)
    assert has_second_factor(manager)
    assert "Device 1" in client.get("/accounts/2fa/").content.decode()
    drain()
    assert "A device is your second step now" in [letter.subject for letter in mail.outbox]


def test_a_password_alone_reaches_nothing(privileged: Any) -> None:
    passkey = passkey_of(privileged)
    stolen = Client()
    assert password_login(stolen, privileged)["Location"] == ASK
    for door in CLOSED:
        response = stolen.get(door)
        assert response.status_code in (302, 401, 403, 404), door
        assert "/accounts/" in response.headers.get("Location", "/accounts/")
    assert "_auth_user_id" not in stolen.session
    stolen.post(ASK, {"credential": SoftPasskey().assertion({"publicKey": {"challenge": b"x" * 32}})})
    assert "_auth_user_id" not in stolen.session
    show(stolen, passkey)
    assert is_let_in(stolen)


def test_a_mailed_code_and_a_passkey_sign_in(client: Client, manager: Any, drain: Any) -> None:
    passkey = passkey_of(manager)
    mail.outbox.clear()
    client.post("/accounts/login/code/", {"email": manager.email})
    drain()
    assert client.post("/accounts/login/code/confirm/", {"code": mailed_code()})["Location"] == ASK
    show(client, passkey)
    assert is_let_in(client)


def test_a_session_from_before_neither_enters_nor_changes_the_factors(manager: Any) -> None:
    before = Client()
    password_login(before, manager)
    passkey = passkey_of(manager)
    key = Authenticator.objects.get(user=manager, type="webauthn").pk
    for page in ("", "totp/activate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/"):
        assert before.get(f"/accounts/2fa/{page}")["Location"].startswith(AGAIN), page
    assert before.post(f"/accounts/2fa/webauthn/keys/{key}/remove/")["Location"].startswith(AGAIN)
    assert Authenticator.objects.filter(pk=key).exists()
    assert show(before, passkey, AGAIN, next="/admin/pages/")["Location"] == "/admin/pages/"
    assert is_let_in(before)


def test_either_of_two_factors_opens_and_a_removed_one_closes(manager: Any) -> None:
    secret = enrol(manager)
    own, phone = Client(), Client()
    password_login(own, manager)
    own.post(ASK, {"code": totp_code(secret)})
    passkey, _response = add_passkey(own, name="Old phone")
    password_login(phone, manager)
    show(phone, passkey)
    assert is_let_in(own) and is_let_in(phone)
    key = Authenticator.objects.get(user=manager, type="webauthn").pk
    own.post(f"/accounts/2fa/webauthn/keys/{key}/edit/", {"name": "Lost phone"})
    assert "Lost phone" in own.get("/accounts/2fa/").content.decode()
    own.post(f"/accounts/2fa/webauthn/keys/{key}/remove/")
    assert [is_let_in(own), is_let_in(phone)] == [True, False]


def test_without_any_factor_left_it_is_as_before_the_set_up(client: Client, manager: Any) -> None:
    password_login(client, manager)
    add_passkey(client)
    key = factor_of(manager)
    client.post(f"/accounts/2fa/webauthn/keys/{key}/remove/")
    assert not Authenticator.objects.filter(user=manager).exists()
    assert client.get("/admin/")["Location"].startswith(SET_UP)


def test_removing_and_adding_ask_again_after_a_while(client: Client, manager: Any) -> None:
    with time_machine.travel("2026-03-08 08:00", tick=False) as clock:
        password_login(client, manager)
        passkey, _response = add_passkey(client)
        clock.shift(3600)
        for page in ("add/", f"keys/{factor_of(manager)}/remove/"):
            response = client.get(f"/accounts/2fa/webauthn/{page}")
            assert response["Location"].startswith("/accounts/reauthenticate/")
        show(client, passkey, AGAIN)
        assert client.get(ADD).status_code == 200


def test_another_persons_passkey_is_neither_seen_nor_removed(client: Client, manager: Any, editor: Any) -> None:
    passkey_of(editor)
    password_login(client, manager)
    add_passkey(client)
    for page in ("edit", "remove"):
        assert client.post(f"/accounts/2fa/webauthn/keys/{factor_of(editor)}/{page}/", {"name": "x"}).status_code == 404
    assert has_second_factor(editor)


@pytest.mark.parametrize(
    "passkey",
    [{"verifies": False}, {"origin": "https://evil.example"}, {"origin": "http://sub.localhost:8000"}],
    ids=["unlocked by nobody", "another site", "a host below"],
)
def test_what_is_not_verified_or_not_of_our_page_is_refused(
    client: Client, manager: Any, passkey: dict[str, Any]
) -> None:
    password_login(client, manager)
    _passkey, response = add_passkey(client, SoftPasskey(**passkey))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not has_second_factor(manager)


def test_the_host_header_has_no_say(client: Client, manager: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://neary.example"
    password_login(client, manager)
    options = client.get(ADD, headers={"host": "evil.example"}).context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"]["id"] == "neary.example"
    assert options["authenticatorSelection"]["userVerification"] == "required"


MALFORMED = [
    "", "x", "[]", "{}", "[" * 15_000, '{"id": 1, "rawId": 1, "response": 1}', "x" * 16_001,
    json.dumps({"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "AA", "attestationObject": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "e30", "authenticatorData": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "response": dict.fromkeys(
        ("clientDataJSON", "authenticatorData", "signature"), "e30")}),
    json.dumps({"id": "A\0", "rawId": "A\0", "response": {"clientDataJSON": "AA", "attestationObject": "AA"}}),
]  # fmt: skip


def test_malformed_answers_are_refused_in_words(client: Client, manager: Any) -> None:
    passkey_of(manager)
    half = Client()
    password_login(half, manager)
    password_login(client, manager)
    show_page = client.get(ASK)
    assert show_page.status_code == 200
    for text in MALFORMED:
        # Five tries in five minutes count for sign-ins: only what is well formed is looked at.
        response = half.post(ASK, {"credential": text})
        assert response.status_code == 200, text[:40]
        assert "_auth_user_id" not in half.session


def test_malformed_registrations_are_refused_in_words(client: Client, manager: Any) -> None:
    password_login(client, manager)
    for text in MALFORMED:
        client.get(ADD)
        response = client.post(ADD, {"credential": text})
        assert response.status_code == 200, text[:40]
        assert response.context["form"].errors
    assert not has_second_factor(manager)


def test_an_answer_is_good_once_and_a_device_too(client: Client, manager: Any) -> None:
    password_login(client, manager)
    options = client.get(ADD).context["js_data"]["creation_options"]
    passkey = SoftPasskey()
    sent = {"credential": passkey.registration(options)}
    assert client.post(ADD, sent).status_code == 302
    assert client.post(ADD, sent).context["form"].errors
    _passkey, again = add_passkey(client, passkey)
    assert "This device is set up already." in again.content.decode()
    assert Authenticator.objects.filter(user=manager, type="webauthn").count() == 1


def test_ten_devices_are_enough(client: Client, manager: Any) -> None:
    password_login(client, manager)
    for _number in range(10):
        assert add_passkey(client)[1].status_code == 302
    assert add_passkey(client)[1].context["form"].non_field_errors()
    assert Authenticator.objects.filter(user=manager, type="webauthn").count() == 10


@pytest.mark.parametrize(
    ("role", "address"), [("manager", "/workspace/takeout/"), ("officer", "/workspace/my-data/delete-account/")]
)
def test_an_archive_and_the_end_of_an_account_take_a_passkey(
    client: Client, request: pytest.FixtureRequest, role: str, address: str
) -> None:
    password_login(client, request.getfixturevalue(role))
    passkey, _response = add_passkey(client)
    page = client.get(address)
    assert "passkey-options" in page.content.decode()
    wrong = client.post(address, {"credential": SoftPasskey().assertion(page.context["form"].passkey_options)})
    assert wrong.context["form"].errors["credential"]
    nothing = client.post(address, {})
    assert nothing.context["form"].errors["code"]
    assert show(client, passkey, address).status_code == 302


def test_the_set_up_page_has_both_ways_and_a_link_into_the_app(client: Client, manager: Any) -> None:
    password_login(client, manager)
    page = client.get(SET_UP)
    html = page.content.decode()
    secret = page.context["form"].secret
    assert 'href="otpauth://totp/' in html and f'data-copy="{secret}"' in html
    assert " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)) in html
    assert "data-passkey" in html and "It needs JavaScript" in html
