"""Each field, payload and mail that may hold personal data is declared, and docs/privacy.md says the same."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from common.personal_data import declarations
from operations.personal_data.declared import completeness
from operations.personal_data.declared.table import with_table
from outbox import declare
from outbox.registry import registry as outbox_registry
from tools.packages import REPOSITORY


def test_nothing_that_may_be_personal_is_undeclared():
    assert completeness.undeclared_fields() == []
    assert completeness.unknown_declarations() == []
    assert completeness.undeclared_payloads() == []
    assert completeness.undeclared_mails() == []


@pytest.fixture
def visitor() -> Any:
    """A model that nobody declared; it is no part of any app once the test is over."""
    from django.apps import apps

    class Visitor(models.Model):
        email_of_mother = models.EmailField()
        phone = models.CharField(max_length=20)
        note = models.TextField()
        seen = models.JSONField()
        photo = models.FileField()
        connection = models.GenericIPAddressField()
        guide = models.ForeignKey(get_user_model(), on_delete=models.CASCADE, related_name="+")
        count = models.IntegerField()
        state = models.CharField(max_length=8, choices=[("new", "new")])

        class Meta:
            app_label = "tests"

    yield Visitor
    del apps.all_models["tests"]["visitor"]
    apps.clear_cache()


def test_a_new_model_with_personal_data_is_found(visitor):
    found = completeness.undeclared_fields([visitor])

    names = ["email_of_mother", "phone", "note", "seen", "photo", "connection", "guide"]
    assert found == [f"tests.Visitor.{name}" for name in names]


def test_a_declared_field_is_no_longer_missed_and_a_wrong_one_is_told(visitor, monkeypatch):
    registry = declarations.PersonalDataRegistry()
    monkeypatch.setattr(declarations, "registry", registry)
    monkeypatch.setattr(completeness, "declared", registry)
    said = dict.fromkeys(("email_of_mother", "phone"), declarations.Treatment.ROW)
    declarations.declare_model("tests.Visitor", whose="a", why="b", seen_by="c", kept="d", fields=said)
    declarations.declare_not_personal("orgs.Nothing", name="it is not there")

    assert "tests.Visitor.phone" not in completeness.undeclared_fields([visitor])
    assert "tests.Visitor.note" in completeness.undeclared_fields([visitor])
    assert "orgs.Nothing" in completeness.unknown_declarations()
    with pytest.raises(ImproperlyConfigured):
        declarations.declare_not_personal("tests.Visitor")
    with pytest.raises(ImproperlyConfigured):
        declarations.declare_model("tests.Other", fields=said)


def test_a_new_payload_with_texts_is_found():
    class NamedPayload(TypedDict):
        person: str

    class NumberPayload(TypedDict):
        page: int
        submission: int | None

    with outbox_registry.restored():
        declare("tests.named", NamedPayload)
        declare("tests.numbers", NumberPayload)

        assert completeness.undeclared_payloads() == ["tests.named"]


def test_the_privacy_page_says_what_is_declared():
    page = (REPOSITORY / "docs" / "privacy.md").read_text()

    assert with_table(page) == page, "Write it anew: manage.py person --table"
