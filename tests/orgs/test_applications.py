"""Applications to join tell the packages above, which put them before the editors (moderation's tests)."""

from __future__ import annotations

from typing import Any

import pytest

from common.refusal import Refusal
from orgs.membership.applications import apply, decline
from orgs.models import Application
from orgs.signals import application_answered, application_opened


def ask(email: str = "chenda@example.org", name: str = "Weavers of Takeo") -> Application:
    return apply(sender=email, name=name, about="We weave.", contact="Chenda", email=email, language="km")


@pytest.fixture
def told():
    """The names of the applications that were told, with the editor's where one answered."""
    rows: list[tuple[str, Any]] = []

    def note(application: Application, user: Any = None, **kwargs: Any) -> None:
        rows.append((application.name, user))

    application_opened.connect(note)
    application_answered.connect(note)
    yield rows
    application_opened.disconnect(note)
    application_answered.disconnect(note)


def test_one_that_comes_and_its_answer_are_told(portal, editor, told):
    decline(ask(), by=editor, reason="Not now.")

    assert told == [("Weavers of Takeo", None), ("Weavers of Takeo", editor)]


def test_one_that_takes_the_place_of_another_is_told_too(portal, told):
    ask()
    ask(name="Weavers of Kampot")

    assert [name for name, _user in told] == ["Weavers of Takeo", "Weavers of Kampot"]


def test_a_receiver_that_refuses_prevents_the_answer(portal, editor):
    def refuse(**kwargs: Any) -> None:
        raise Refusal("Not you.", code="test")

    asked = ask()
    application_answered.connect(refuse)
    try:
        with pytest.raises(Refusal, match="Not you"):
            decline(asked, by=editor, reason="Not now.")
    finally:
        application_answered.disconnect(refuse)
    assert Application.objects.get().state == Application.State.WAITING
