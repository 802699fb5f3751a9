"""Signing people in for tests, with the second factor that their role asks for."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa import app_settings
from allauth.mfa.recovery_codes.internal import flows as recovery_flows
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from accounts.models import User
from orgs.guard.second_factor import SESSION_KEY
from orgs.permissions import factor_of, needs_second_factor

PASSWORD = "a long password"


def enrol(user: Any) -> str:
    """Give a person a second factor; gives its secret (base32)."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def trust(organization: Any, *clients: Client) -> None:
    """Make an organization trusted, whose members have second factors; sessions of theirs have shown them."""
    type(organization).objects.filter(pk=organization.pk).update(tier="trusted")
    organization.refresh_from_db()
    for person in User.objects.filter(memberships__organization=organization):
        if factor_of(person) is None:
            enrol(person)
    for client in clients:
        session = client.session
        session[SESSION_KEY] = factor_of(session["_auth_user_id"])
        session.save()


def totp_code(secret: str, steps_later: int = 0) -> str:
    """Return the code that an authenticator app shows now, or so many steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD + steps_later))


def sign_in(client: Client, user: Any) -> None:
    """Sign a person in as if she had gone through every step of the login."""
    client.force_login(user)
    if factor_of(user) is None:
        if not needs_second_factor(user):
            return
        enrol(user)
    session = client.session
    session[SESSION_KEY] = factor_of(user)
    session.save()


def password_login(client: Client, user: Any, password: str = PASSWORD, **data: str) -> Any:
    return client.post("/accounts/login/", {"login": user.email, "password": password} | data)


def mailed_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def commit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth tells of a new factor at the end of its transaction, within the request; a test's never ends."""
    at_once = SimpleNamespace(on_commit=lambda callback: callback())
    for flows in (totp_flows, recovery_flows):
        monkeypatch.setattr(flows, "transaction", at_once)
