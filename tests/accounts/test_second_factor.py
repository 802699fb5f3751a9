"""Whoever has privileges uses them only in a session that has shown a second factor."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.services import end_sessions
from orgs.guard import second_factor
from orgs.services import set_membership
from tests.accounts.sign_in_helpers import commit_at_once, enrol, mailed_code, password_login, sign_in, totp_code

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"
DOORS = ["/admin/", "/admin/pages/", "/workspace/"]


@pytest.fixture(params=["manager", "editor", "administrator"])
def privileged(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def is_let_in(client: Client, door: str = "/admin/") -> bool:
    return client.get(door).status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_without_a_second_factor_no_privileged_door_answers(client: Client, privileged: Any, door: str) -> None:
    password_login(client, privileged)
    for response in (client.get(door), client.head(door)):
        assert response.status_code == 302
        assert response["Location"].startswith(f"{ACTIVATE}?next=")
    assert client.post(door, {"title": "x"})["Location"] == ACTIVATE


def test_an_officer_needs_none(client: Client, officer: Any) -> None:
    password_login(client, officer)
    assert is_let_in(client)


def test_she_is_told_why(client: Client, manager: Any) -> None:
    password_login(client, manager)
    page = client.get("/workspace/", follow=True)
    assert page.request["PATH_INFO"] == ACTIVATE
    assert "Your role requires a second step" in page.content.decode()


def test_a_script_gets_json(client: Client, manager: Any) -> None:
    password_login(client, manager)
    asks: list[dict[str, Any]] = [
        {"path": "/admin/api/main/pages/"},
        {"path": "/admin/pages/", "headers": {"x-requested-with": "XMLHttpRequest"}},
        {"path": "/admin/pages/", "headers": {"accept": "application/json"}},
    ]
    for ask in asks:
        response = client.get(**ask)
        assert response.status_code == 403
        assert response.json()["error"] == "second_factor"
        assert response.json()["url"] == ACTIVATE


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    commit_at_once(monkeypatch)


def activate(client: Client) -> tuple[str, Any]:
    secret = client.get(ACTIVATE).context["form"].secret
    return secret, client.post(ACTIVATE, {"code": totp_code(secret)})


@pytest.mark.usefixtures("commits")
def test_setting_it_up_shows_recovery_codes_and_opens_the_doors(client: Client, manager: Any, drain: Any) -> None:
    password_login(client, manager)
    _secret, response = activate(client)
    codes = client.get(response["Location"])
    assert codes.status_code == 200
    shown = codes.context["unused_codes"]
    assert len(shown) == 10
    assert all(code in codes.content.decode() for code in shown)
    assert is_let_in(client)
    drain()
    assert "Your second step is set up" in [letter.subject for letter in mail.outbox]


def test_a_wrong_code_sets_up_nothing(client: Client, manager: Any) -> None:
    password_login(client, manager)
    secret = client.get(ACTIVATE).context["form"].secret
    wrong = client.post(ACTIVATE, {"code": "000000" if totp_code(secret) != "000000" else "000001"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors["code"]
    assert wrong.context["form"].secret == secret
    assert not Authenticator.objects.exists()


def test_setting_it_up_an_hour_after_the_login_asks_who_she_is(client: Client, manager: Any) -> None:
    with time_machine.travel("2026-03-08 08:00", tick=False) as clock:
        password_login(client, manager)
        assert client.get(ACTIVATE).status_code == 200
        clock.shift(3600)
        assert client.get(ACTIVATE)["Location"].startswith("/accounts/reauthenticate/")


def test_once_set_up_every_login_asks_for_it(client: Client, privileged: Any) -> None:
    secret = enrol(privileged)
    assert password_login(client, privileged)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert is_let_in(client)


def test_a_login_by_mailed_code_asks_for_it_too(client: Client, manager: Any, drain: Any) -> None:
    secret = enrol(manager)
    client.post("/accounts/login/code/", {"email": manager.email})
    drain()
    response = client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert is_let_in(client)


def test_a_code_is_good_for_one_login(manager: Any) -> None:
    secret = enrol(manager)
    code = totp_code(secret)
    outcomes = []
    for client in (Client(), Client()):
        password_login(client, manager)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        outcomes.append("_auth_user_id" in client.session)
    assert outcomes == [True, False]


@pytest.mark.usefixtures("commits")
def test_a_recovery_code_stands_in_once(client: Client, manager: Any) -> None:
    password_login(client, manager)
    _secret, response = activate(client)
    code = client.get(response["Location"]).context["unused_codes"][0]
    outcomes = []
    for other in (Client(), Client()):
        password_login(other, manager)
        other.post("/accounts/2fa/authenticate/", {"code": code})
        outcomes.append(is_let_in(other))
    assert outcomes == [True, False]


@pytest.mark.usefixtures("commits")
def test_a_session_from_before_has_to_show_it(client: Client, manager: Any) -> None:
    elsewhere = Client()
    password_login(elsewhere, manager)
    password_login(client, manager)
    secret, _response = activate(client)
    assert is_let_in(client)
    sent = elsewhere.get("/admin/pages/")
    assert sent["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F"
    # The code of this moment is spent on setting it up.
    assert elsewhere.post(sent["Location"], {"code": totp_code(secret), "next": "/admin/pages/"}).status_code == 200
    back = elsewhere.post(sent["Location"], {"code": totp_code(secret, 1), "next": "/admin/pages/"})
    assert back["Location"] == "/admin/pages/"
    assert is_let_in(elsewhere, "/admin/pages/")


def test_who_becomes_a_manager_needs_it_from_then_on(client: Client, officer: Any, organization: Any) -> None:
    password_login(client, officer)
    assert is_let_in(client)
    set_membership(officer, organization, "manager")
    assert client.get("/admin/")["Location"].startswith(ACTIVATE)


def test_who_takes_it_away_stands_before_the_door_again(client: Client, manager: Any) -> None:
    sign_in(client, manager)
    Authenticator.objects.filter(user=manager).delete()
    assert client.get("/admin/")["Location"].startswith(ACTIVATE)


def test_another_persons_factor_opens_nothing(client: Client, manager: Any, editor: Any) -> None:
    sign_in(client, editor)
    enrol(manager)
    session = client.session
    shown = session[second_factor.SESSION_KEY]
    client.force_login(manager)
    session = client.session
    session[second_factor.SESSION_KEY] = shown
    session.save()
    assert not is_let_in(client)


def test_a_public_page_costs_no_query_for_it(client: Client, db: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(0):
        client.get("/health/live")


def test_ending_sessions_signs_out_everywhere_but_nobody_else(officer: Any, manager: Any) -> None:
    clients = [Client(), Client(), Client()]
    for client, person in zip(clients, (officer, officer, manager), strict=True):
        sign_in(client, person)
    end_sessions(officer)
    assert [is_let_in(client) for client in clients] == [False, False, True]


# A lost phone


def reset_url(person: Any) -> str:
    return f"/admin/users/second-factor/{person.pk}/"


def test_an_administrator_takes_a_lost_phone_off(client: Client, administrator: Any, manager: Any, drain: Any) -> None:
    lost = Client()
    sign_in(lost, manager)
    sign_in(client, administrator)
    edit = f"/admin/users/edit/{manager.pk}/"
    people = client.get("/admin/users/").content.decode()
    assert reset_url(manager) in people
    assert reset_url(administrator) not in people
    assert reset_url(manager) in client.get(edit).content.decode()
    assert client.get(reset_url(manager)).status_code == 200
    assert is_let_in(lost)
    assert client.post(reset_url(manager))["Location"] == edit
    assert not Authenticator.objects.filter(user=manager).exists()
    assert lost.get("/admin/")["Location"].startswith("/accounts/login/")
    entry = ModelLogEntry.objects.get(action="accounts.second_factor_reset")
    assert (entry.user, entry.object_id) == (administrator, str(manager.pk))
    drain()
    assert mail.outbox[-1].to == [manager.email]
    password_login(lost, manager)
    assert lost.get("/admin/")["Location"].startswith(ACTIVATE)


def test_nobody_else_takes_a_phone_off(client: Client, editor: Any, manager: Any, officer: Any) -> None:
    enrol(officer)
    for person in (editor, manager):
        sign_in(client, person)
        client.post(reset_url(officer))
    assert Authenticator.objects.filter(user=officer).exists()


def test_an_administrator_does_not_take_her_own_off_this_way(client: Client, administrator: Any) -> None:
    sign_in(client, administrator)
    assert client.get(reset_url(administrator)).status_code == 404
    assert client.post(reset_url(administrator)).status_code == 404
    assert Authenticator.objects.filter(user=administrator).exists()


def test_an_officer_who_has_one_shows_it_in_every_session(client: Client, officer: Any) -> None:
    """She may do without; but a session from before she had one would publish in her name."""
    client.force_login(officer)
    assert is_let_in(client)
    secret = enrol(officer)
    sent = client.get("/workspace/")
    assert sent["Location"].startswith("/accounts/2fa/reauthenticate/")
    client.post("/accounts/2fa/reauthenticate/", {"code": totp_code(secret)})
    assert is_let_in(client)
