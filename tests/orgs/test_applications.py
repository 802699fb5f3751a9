"""Editors hear of an organization that asks to join, once each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from orgs.membership.applications import apply, decline
from orgs.models import Application
from orgs.services import set_editor


def ask(email: str = "chenda@example.org", name: str = "Weavers of Takeo") -> Application:
    return apply(sender=email, name=name, about="We weave.", contact="Chenda", email=email, language="km")


@pytest.fixture
def second_editor(make_user: Any) -> Any:
    user = make_user("second@example.org", language="km")
    set_editor(user, True)
    return user


def letters_to(person: Any, mailoutbox: Any) -> list[Any]:
    return [letter for letter in mailoutbox if letter.to == [person.email]]


def test_every_editor_gets_one_letter_in_her_language(portal, editor, second_editor, officer, drain, mailoutbox):
    ask()
    assert not mailoutbox, "sent inside the request"
    drain()
    (letter,) = letters_to(editor, mailoutbox)
    assert "Weavers of Takeo" in letter.subject
    assert "/workspace/applications/" in letter.body
    assert letters_to(second_editor, mailoutbox)[0].extra_headers["Content-Language"] == "km"
    assert not letters_to(officer, mailoutbox)


def test_a_flood_of_applications_is_no_flood_of_letters(portal, editor, drain, mailoutbox):
    for number in range(5):
        ask(f"asks-{number}@example.org")
        drain()
    ask()
    drain()
    assert len(letters_to(editor, mailoutbox)) == 1


def test_the_next_one_is_told_when_the_first_is_answered_or_old(portal, editor, drain, mailoutbox):
    first = ask()
    drain()
    decline(first, by=editor, reason="Not now.")
    ask("second@example.org")
    drain()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        ask("third@example.org")
        drain()
    assert len(letters_to(editor, mailoutbox)) == 3


def test_without_editors_the_administrators_hear_of_it(editor, administrator, drain, mailoutbox):
    set_editor(editor, False)
    ask()
    drain()
    assert letters_to(administrator, mailoutbox)
