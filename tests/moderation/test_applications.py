"""Applications to join wait at the desk by due time, and editors hear of them in the mail about the desk."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.utils import timezone

from common.refusal import Refusal
from moderation.matters.permissions import may_decide_matter
from moderation.models import Matter
from moderation.services.matters import claim_matter, repair_matters
from moderation.tasks import send_digests
from orgs.membership.applications import apply, decline
from orgs.models import Application
from orgs.services import set_editor

pytestmark = pytest.mark.django_db


def ask(email: str = "chenda@example.org", name: str = "Weavers of Takeo") -> Application:
    return apply(sender=email, name=name, about="We weave.", contact="Chenda", email=email, language="km")


@pytest.fixture
def second(make_editor):
    return make_editor("second@example.org", first_name="Second", language="km")


def waiting() -> list[Matter]:
    return list(Matter.objects.waiting())


def letters_to(person: Any) -> list[Any]:
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def test_one_waits_until_it_is_answered(portal, editor):
    asked = ask()
    (matter,) = waiting()
    assert (matter.kind, matter.object_id, matter.organization) == ("application", asked.pk, None)
    assert (matter.title, matter.is_urgent) == ("Weavers of Takeo", False)
    assert matter.created_at < matter.reminder_at < matter.due_at

    decline(asked, by=editor, reason="Not now.")

    matter = Matter.objects.get()
    assert (matter.state, matter.decided_by) == ("decided", editor)


def test_a_second_one_from_the_same_address_keeps_the_due_time(portal):
    ask()
    before = waiting()[0]
    ask(name="Weavers of Kampot")
    (after,) = waiting()
    assert (after.pk, after.due_at, after.title) == (before.pk, before.due_at, "Weavers of Kampot")


def test_what_another_editor_has_claimed_is_not_answered(portal, editor, second):
    asked = ask()
    claim_matter(waiting()[0], second)
    with pytest.raises(Refusal, match="Second has claimed it"):
        decline(asked, by=editor, reason="Not now.")
    assert Application.objects.get().state == Application.State.WAITING
    decline(asked, by=second, reason="Not now.")


def test_the_owner_of_its_address_does_not_decide(portal, editor, second):
    ask(email=second.email)
    assert may_decide_matter(editor, waiting()[0])
    assert not may_decide_matter(second, waiting()[0])


def test_every_editor_hears_of_it_in_her_language(portal, editor, second, officer, drain):
    asked = ask()
    assert not letters_to(editor), "sent inside the request"
    drain()
    (letter,) = letters_to(editor)
    assert "an organization asks to join: “Weavers of Takeo”" in letter.body
    assert f"/workspace/applications/{asked.pk}/" in letter.body
    assert letters_to(second)[0].extra_headers["Content-Language"] == "km"
    assert not letters_to(officer)


def test_a_flood_of_applications_is_no_flood_of_letters(portal, editor, drain):
    for number in range(6):
        ask(f"asks-{number}@example.org")
        drain()
    assert len(letters_to(editor)) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        ask("later@example.org")
        drain()
        send_digests()
        drain()
    assert len(letters_to(editor)) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        ask("next@example.org", "Silk of Kampot")
        drain()
    assert len(letters_to(editor)) == 2
    assert "an organization asks to join: “Silk of Kampot”" in letters_to(editor)[1].body


def test_without_editors_the_administrators_hear_of_it(editor, administrator, drain):
    set_editor(editor, False)
    ask()
    drain()
    assert letters_to(administrator)


def test_what_has_no_matter_gets_one_and_what_is_deleted_loses_it(portal):
    asked = ask()
    Matter.objects.all().delete()
    assert repair_matters() == 1
    assert [matter.object_id for matter in waiting()] == [asked.pk]
    Application.objects.all().delete()
    assert repair_matters() == 1
    assert waiting() == []


def test_the_migration_gives_what_waits_its_matter(portal, editor):
    asked = ask()
    decline(ask("other@example.org"), by=editor, reason="Not now.")
    Matter.objects.all().delete()
    migration = import_module("moderation.migrations.0017_applications")
    for _time in range(2):
        migration.open_matters(apps, None)
    (matter,) = waiting()
    assert (matter.kind, matter.object_id, matter.title) == ("application", asked.pk, "Weavers of Takeo")
    assert matter.due_at - asked.created_at == timedelta(hours=48)
