"""Rows that are kept between tests: each test finds them as they were made, whatever another one did with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kept_rows import KeptRows, instances_of, keeps, kept_rows_for, keys_of
from vocabulary.models import Institution

pytestmark = pytest.mark.django_db


def make_senate() -> Institution:
    return Institution.objects.create(slug="senate", name_en="Senate", name_km="ព្រឹទ្ធសភា")


def make_both() -> dict[str, Any]:
    court = Institution.objects.create(slug="court", name_en="Court", name_km="តុលាការ")
    return {"senate": make_senate(), "all": [court]}


SENATE = KeptRows(make_senate)
BOTH = KeptRows(make_both, includes=(SENATE,))


@pytest.fixture
@keeps(SENATE)
def senate(db: None, request: pytest.FixtureRequest) -> Any:
    return BOTH.of(request)["senate"] if kept_rows_for(request.node) is BOTH else SENATE.of(request)


@pytest.fixture
@keeps(BOTH)
def both(db: None, request: pytest.FixtureRequest) -> Any:
    return BOTH.of(request)


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_each_test_finds_what_was_made(senate: Institution, turn: int) -> None:
    assert (senate.name_en, Institution.objects.count()) == ("Senate", 1)
    senate.name_en = f"Changed in turn {turn}"
    senate.save()
    Institution.objects.create(slug=f"more-{turn}", name_en="More", name_km="ទៀត")


@pytest.mark.parametrize("turn", [1, 2])
def test_what_includes_other_rows_is_taken_for_both(senate: Institution, both: Any, turn: int) -> None:
    assert both["senate"] is senate
    assert {row.slug for row in Institution.objects.all()} == {"senate", "court"}


def test_a_test_without_them_finds_none(db: None) -> None:
    assert not Institution.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_with_real_transactions_they_are_made_in_the_test(senate: Institution) -> None:
    assert Institution.objects.get() == senate


def test_rows_come_back_in_their_places(db: None) -> None:
    made = make_both()
    found = instances_of(keys_of(made))
    assert found == made
    assert found["senate"] is not made["senate"]
