"""The migration that gives each shown name one owner."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from discussions.models import Participant
from tests.discussions.factories import make_participant

pytestmark = pytest.mark.django_db
migration = import_module("discussions.migrations.0010_one_owner_of_a_name")


def test_a_name_stays_with_whoever_took_it_first() -> None:
    first, other, nameless = make_participant("Sophea"), make_participant("Maly"), make_participant("")
    look_alike = make_participant("Dara")
    Participant.objects.update(name_key="")
    Participant.objects.filter(pk=look_alike.pk).update(name="Ѕорhеа")

    migration.give_each_name_one_owner(apps, None)

    names = dict(Participant.objects.values_list("pk", "name"))
    keys = dict(Participant.objects.values_list("pk", "name_key"))
    assert [names[each.pk] for each in (first, other, nameless, look_alike)] == ["Sophea", "Maly", "", ""]
    assert [keys[each.pk] for each in (first, other, nameless, look_alike)] == ["sophea", "maly", "", ""]
