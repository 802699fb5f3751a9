"""Random walks of a translator and two editors: nothing is public before the approval of exactly that."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from orgs.models import Organization
from tests.accounts.sign_in_helpers import enrol
from tests.translations.walks import WAYS, Walk, editors_of

pytestmark = pytest.mark.django_db


def walk(seeds: range, organization: Any, officer: Any, make_user: Any) -> Counter[str]:
    enrol(officer)
    editors = editors_of(make_user)
    happened: Counter[str] = Counter()
    for seed in seeds:
        with transaction.atomic():
            Walk(seed, Organization.objects.get(pk=organization.pk), officer, editors, happened).run()
            transaction.set_rollback(True)
    return happened


def test_walks(organization: Any, officer: Any, make_user: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 02:00:00", tick=False)
    assert walk(range(2), organization, officer, make_user)["type"]


@pytest.mark.drill
@pytest.mark.timeout(880)
@pytest.mark.parametrize("half", [0, 1])
def test_500_walks(half: int, organization: Any, officer: Any, make_user: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 02:00:00", tick=False)
    happened = walk(range(half * 250, half * 250 + 250), organization, officer, make_user)
    print(dict(happened))
    assert all(happened[name] for name in WAYS), happened
