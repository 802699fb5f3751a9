"""Mail to people: written for every occasion, in their language, without anything of the web in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import allauth
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.translation import get_language, override

from mail import composer
from orgs import mails

# Kinds of sign-in that the portal does not offer.
NOT_OFFERED = {"password_reset_code", "base"}
FOLDER = Path(allauth.__file__).parent / "templates"
ALLAUTHS = {
    path.name.removesuffix("_message.txt")
    for app in ("account", "mfa")
    for path in (FOLDER / app / "email").glob("*_message.txt")
} - NOT_OFFERED
CONTEXT = {
    "email": "sokha@example.org",
    "code": "ABCD-EFGH",
    "timestamp": timezone.now(),
    "ip": "192.0.2.7",
    "user_agent": "Phone <b>1</b>",
    "from_email": "a@example.org",
    "to_email": "b@example.org",
    "deleted_email": "a@example.org",
    "password_reset_url": "https://neary.example.org/reset/",
    "activate_url": "https://neary.example.org/confirm/",
}


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("letter", sorted(ALLAUTHS))
def test_each_letter_that_allauth_asks_for_is_written(letter: str, language: str) -> None:
    composed = mails.compose_text(letter, language, CONTEXT)
    subject, text = composed.subject, composed.text
    assert subject
    assert "\n" not in subject
    assert len(text) > 60
    assert "example.com" not in text
    assert "&lt;" not in text


def test_a_warning_says_when_and_from_where() -> None:
    text = mails.compose_text("password_changed", "en", CONTEXT).text
    assert "192.0.2.7" in text
    assert "Phone <b>1</b>" in text


def test_a_letter_is_written_in_the_readers_language_not_the_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str | None] = []

    def render(template: str, context: dict[str, Any]) -> str:
        used.append(get_language())
        return "Subject\n\nText"

    monkeypatch.setattr(composer, "render_to_string", render)
    with override("en"):
        mails.compose_text("login_code", "km", CONTEXT)
    assert used == ["km"]


@pytest.mark.django_db
def test_a_login_code_comes_in_her_language(client: Client, make_user: Any, drain: Any) -> None:
    person = make_user("sokha@example.org", language="km")
    client.post("/accounts/login/code/", {"email": person.email}, headers={"accept-language": "en"})
    drain()
    assert mail.outbox[0].extra_headers["Content-Language"] == "km"


@pytest.mark.django_db
def test_wagtails_screens_speak_her_language(make_user: Any) -> None:
    person = make_user("sokha@example.org", language="km")
    assert person.wagtail_userprofile.preferred_language == "km"
    person.language = "en"
    person.save()
    person.wagtail_userprofile.refresh_from_db()
    assert person.wagtail_userprofile.preferred_language == "en"
