"""Guesses are counted whatever a guesser sends along, what is good once is good once, and links have one name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from common import rate_limit
from common.models import HitCount
from common.rate_limit import HOUR, RateLimit
from outbox.models import Event
from tests.accounts.sign_in_helpers import PASSWORD, enrol, mailed_code, password_login, totp_code

pytestmark = pytest.mark.django_db

WRONG = "another long password"


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def varied_request(number: int) -> dict[str, str]:
    """Return the parts of a request that a guesser may choose: another name, port and connection each time."""
    return {
        "HTTP_HOST": f"{'PORTAL' if number % 2 else 'portal'}.example.org:{8000 + number}",
        "REMOTE_ADDR": f"192.0.2.{number}",
        "HTTP_USER_AGENT": f"Guesser {number}",
    }


SPELLINGS = [str.upper, str.title, lambda email: f" {email}", lambda email: f"\u200b{email}"]


def test_guesses_at_one_account_are_counted_whatever_comes_along(officer: Any) -> None:
    for number in range(5):
        login = SPELLINGS[number % len(SPELLINGS)](officer.email)
        Client().post("/accounts/login/", {"login": login, "password": WRONG}, **varied_request(number))
    client = Client()
    answer = client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD}, **varied_request(9))
    assert not is_signed_in(client)
    assert "Too many" in answer.context["form"].errors["__all__"][0]


@pytest.mark.parametrize(
    ("door", "field", "most"), [("login/code/", "email", 3), ("password/reset/", "email", 5)], ids=["code", "reset"]
)
def test_letters_to_one_account_are_counted_whatever_comes_along(
    officer: Any, door: str, field: str, most: int
) -> None:
    answers = [Client().post(f"/accounts/{door}", {field: officer.email}, **varied_request(n)) for n in range(most + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [302] * most
    assert answers[-1].status_code in (200, 429)


def test_guesses_at_many_accounts_are_counted_by_connection(officer: Any) -> None:
    for number in range(10):
        Client().post("/accounts/login/", {"login": f"{number}@example.org", "password": WRONG})
    client = Client()
    password_login(client, officer)
    assert not is_signed_in(client)


def test_strangers_and_a_lost_cache_give_no_further_guesses(officer: Any) -> None:
    for number in range(5):
        Client().post("/accounts/login/", {"login": officer.email, "password": WRONG}, **varied_request(number))
    limit = RateLimit("allauth", 5, HOUR)
    for stranger in range(1000):
        limit.is_exceeded_by(f"stranger {stranger}")
    cache.clear()
    client = Client()
    password_login(client, officer)
    assert not is_signed_in(client)


def test_her_own_sign_ins_give_no_further_guesses_at_others(officer: Any, manager: Any) -> None:
    secret = enrol(manager)
    for number in range(9):
        Client().post("/accounts/login/", {"login": f"{number}@example.org", "password": WRONG})
    own = Client()
    password_login(own, manager)
    own.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert is_signed_in(own)
    Client().post("/accounts/login/", {"login": "9@example.org", "password": WRONG})
    client = Client()
    password_login(client, officer)
    assert not is_signed_in(client)


def test_a_right_password_is_no_guess(officer: Any) -> None:
    for number in range(6):
        client = Client()
        client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD}, **varied_request(number))
        assert is_signed_in(client)


def test_codes_of_the_authenticator_cannot_be_guessed_for_ever(manager: Any) -> None:
    secret = enrol(manager)
    client = Client()
    password_login(client, manager)
    for number in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"}, **varied_request(number))
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert not is_signed_in(client)


def test_where_nothing_can_be_counted_nobody_signs_in(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> int:
        raise DatabaseError

    monkeypatch.setattr(rate_limit, "count_hit", broken)
    client = Client()
    password_login(client, officer)
    answer = client.post("/accounts/login/code/", {"email": officer.email})
    assert not is_signed_in(client) and answer.status_code in (200, 429)
    assert not Event.objects.filter(kind="mail.send").exists()


def test_every_limit_of_allauth_is_counted_in_the_table(rf: Any, officer: Any) -> None:
    from allauth.account import app_settings

    request = rf.post("/")
    request.user = officer
    for action, rates in app_settings.RATE_LIMITS.items():
        before = HitCount.objects.count()
        assert ratelimit.consume(request, app="allauth.account", action=action, key="x", user=officer)
        assert HitCount.objects.count() == before + len(ratelimit.parse_rates(rates)), action


@pytest.mark.parametrize("early", [-1, 0, 1], ids=["late", "in time", "early"])
@pytest.mark.parametrize("seconds", [0, 29, 31, 59, 61, 89], ids=str)
def test_a_code_of_the_authenticator_is_good_once_in_all_its_life(manager: Any, early: int, seconds: int) -> None:
    secret = enrol(manager)
    with time_machine.travel("2026-03-08 08:00", tick=False) as clock:
        code, cookies = totp_code(secret, early), []
        for _time in range(2):
            client = Client()
            password_login(client, manager)
            client.post("/accounts/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}" if _time else code})
            cookies.append(is_signed_in(client))
            clock.shift(seconds)
    assert cookies == [True, False]


def test_people_with_one_secret_do_not_spend_each_others_codes(manager: Any, editor: Any) -> None:
    """The demo's people share one."""
    secret = enrol(manager)
    Authenticator.objects.filter(user=manager).first()
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(editor, secret)
    for person in (manager, editor):
        client = Client()
        password_login(client, person)
        client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
        assert is_signed_in(client)


def test_a_recovery_code_is_good_once(manager: Any) -> None:
    enrol(manager)
    code = RecoveryCodes.activate(manager).get_unused_codes()[0]
    outcomes = []
    for _time in range(2):
        client = Client()
        password_login(client, manager)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        outcomes.append(is_signed_in(client))
    assert outcomes == [True, False]


def copy_of(client: Client) -> Client:
    """Another browser window of the same session, which asks at the same moment."""
    other = Client()
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    return other


def rewind(client: Client, key: str, saved: dict[str, Any]) -> None:
    """Put a session back to what it was: what a second request reads before the first has written."""
    from django.contrib.sessions.models import Session

    data = {"session_data": Session.objects.encode(saved), "expire_date": timezone.now() + dt.timedelta(hours=1)}
    Session.objects.update_or_create(session_key=key, defaults=data)
    client.cookies["sessionid"] = key


def test_a_mailed_code_is_good_once(client: Client, officer: Any, drain: Any) -> None:
    client.post("/accounts/login/code/", {"email": officer.email})
    drain()
    code, key, saved = mailed_code(), client.session.session_key, dict(client.session.items())
    first, second = copy_of(client), copy_of(client)
    first.post("/accounts/login/code/confirm/", {"code": code})
    assert is_signed_in(first)
    rewind(second, key, saved)
    second.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_signed_in(second)


def test_guesses_at_a_mailed_code_that_come_at_once_are_counted(client: Client, officer: Any, drain: Any) -> None:
    client.post("/accounts/login/code/", {"email": officer.email})
    drain()
    code, key, saved = mailed_code(), client.session.session_key, dict(client.session.items())
    for _guess in range(3):
        copy_of(client).post("/accounts/login/code/confirm/", {"code": "XXXX-XXXX"})
        rewind(client, key, saved)
    last = copy_of(client)
    last.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_signed_in(last)


def test_a_password_link_is_good_once_also_at_the_same_moment(client: Client, officer: Any, drain: Any) -> None:
    client.post("/accounts/password/reset/", {"email": officer.email})
    drain()
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).request["PATH_INFO"]
    before = (officer.password, dict(client.session.items()))
    outcomes = []
    for new in ("one new long password", "two new long passwords"):
        type(officer).objects.filter(pk=officer.pk).update(password=before[0])
        client.post(form, {"password1": new, "password2": new})
        officer.refresh_from_db()
        outcomes.append(officer.check_password(new))
    assert outcomes == [True, False]


@pytest.mark.parametrize(("door", "part"), [("password/reset/", "/password/reset/key/"), ("email/", "/confirm-email/")])
def test_links_in_mails_have_the_portals_name(officer: Any, drain: Any, settings: Any, door: str, part: str) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://neary.example"
    client = Client()
    if door == "email/":
        password_login(client, officer)
    data = {"email": officer.email} if door == "password/reset/" else {"email": "new@example.org", "action_add": "1"}
    client.post(f"/accounts/{door}", data, HTTP_HOST="evil.example")
    drain()
    links = [word for letter in mail.outbox for word in letter.body.split() if "://" in word]
    assert any(part in link for link in links)
    assert [link for link in links if link.split("/")[:3] != ["https:", "", "neary.example"]] == []


def test_a_password_is_hashed_once(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice would be twice the work for whoever floods the door, and time would tell known from unknown addresses."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    original = MD5PasswordHasher.encode
    count = lambda self, password, salt: hashed.append(password) or original(self, password, salt)  # noqa: E731
    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    for email, password in [(officer.email, PASSWORD), (officer.email, WRONG), ("nobody@example.org", WRONG)]:
        hashed.clear()
        Client().post("/accounts/login/", {"login": email, "password": password})
        assert hashed == [password], email


@pytest.mark.parametrize("action", ["add", "remove", "primary", "send"])
def test_who_changes_addresses_is_asked_again(officer: Any, action: str, drain: Any) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=officer, email="other@example.org", verified=True)
    before = list(EmailAddress.objects.order_by("pk").values_list("email", "primary"))
    client = Client()
    with time_machine.travel("2026-03-08 08:00", tick=False) as clock:
        password_login(client, officer)
        clock.shift(3600)
        assert client.get("/accounts/email/").status_code == 200
        email = "new@example.org" if action == "add" else "other@example.org"
        answer = client.post("/accounts/email/", {"email": email, f"action_{action}": ""})
        assert "/accounts/reauthenticate/" in answer["Location"]
    drain()
    assert list(EmailAddress.objects.order_by("pk").values_list("email", "primary")) == before
    assert mail.outbox == []
