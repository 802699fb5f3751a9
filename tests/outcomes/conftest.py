"""Recommendations for tests."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from vocabulary.models import Institution


@pytest.fixture
def ministry(db: None) -> Institution:
    return Institution.objects.create(slug="ministry-a", name_en="Ministry A", name_km="ក្រសួង ក")


@pytest.fixture
def senate(db: None) -> Institution:
    return Institution.objects.create(slug="senate", name_en="Senate", name_km="ព្រឹទ្ធសភា")


def step(kind: str, days_ago: int, **more: Any) -> dict[str, Any]:
    """A step as the database has it."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return {"kind": kind, "day": day.isoformat(), "note": "", "document": None, "link": ""} | more


def recommended(text: str, institution: Institution, *steps: dict[str, Any]) -> dict[str, Any]:
    """A recommendation as the database has it."""
    items = [{"type": "item", "value": each, "id": str(uuid.uuid4())} for each in steps]
    value = {"text": text, "institution": institution.pk, "steps": items}
    return {"type": "recommendation", "value": value, "id": str(uuid.uuid4())}


@pytest.fixture
def make_recommending(make_page: Any, organization: Any, drain: Any) -> Callable[..., Any]:
    """A public page with recommendations: make_recommending("event", first, second, language="km", **fields)."""

    def make(kind: str, *recommendations: dict[str, Any], language: str = "en", **fields: Any) -> Any:
        page = make_page(
            kind, organization, language, live=True, addressed_recommendations=json.dumps(recommendations), **fields
        )
        drain()
        return page

    return make
