"""Every door by which people give a day reads it as Cambodians type it, and within the bounds."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import re
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.fields import StreamField
from wagtail.models import AbstractPage
from wagtail.snippets.models import get_snippet_models

from accounts.models import User
from common.typed_date_fields import TypedDateField, TypedDateTimeField, TypedTimeField
from khmer.typed_dates import FIRST_YEAR, last_year
from orgs.models import OrgContentPage
from tests.structure.repository import REPOSITORY, files
from tools.packages import names

PACKAGES = names()
TYPED = {forms.DateField: TypedDateField, forms.DateTimeField: TypedDateTimeField, forms.TimeField: TypedTimeField}


def parts_of(fields: Any) -> list[forms.Field]:
    """All fields, those inside others too."""
    found = []
    for field in fields:
        found += [field, *parts_of(getattr(field, "fields", ()))]
    return found


def untyped(fields: Any) -> list[forms.Field]:
    """Fields for days and hours that read them in another way."""
    return [
        field
        for field in parts_of(fields)
        for stock, typed in TYPED.items()
        if isinstance(field, stock) and not isinstance(field, typed)
    ]


def subclasses_of(stock: type) -> list[type]:
    return [each for child in stock.__subclasses__() for each in (child, *subclasses_of(child))]


def import_everything() -> None:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not {"migrations", "management", "settings"} & set(module.name.split(".")):
                importlib.import_module(module.name)


def edited_models() -> list[Any]:
    pages = [model for model in apps.get_models() if issubclass(model, AbstractPage)]
    return [*pages, *get_snippet_models()]


def blocks_in(block: Any) -> list[Any]:
    below = [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]
    return [block, *(found for child in below for found in blocks_in(child))]


def test_every_form_of_the_portal_takes_typed_dates():
    import_everything()
    own = [form for form in subclasses_of(forms.BaseForm) if form.__module__.partition(".")[0] in PACKAGES]
    assert len(own) > 10
    assert not [(form, field) for form in own for field in untyped(getattr(form, "base_fields", {}).values())]


@pytest.mark.parametrize("model", edited_models(), ids=lambda model: model.__name__)
def test_the_full_editor_of_every_model_takes_typed_dates(model: Any):
    handler = getattr(model, "edit_handler", None) or getattr(model, "get_edit_handler", lambda: None)()
    form = (handler or importlib.import_module("wagtail.admin.panels").get_edit_handler(model)).get_form_class()
    formsets = [formset.form for formset in getattr(form, "formsets", {}).values()]
    for each in (form, *formsets):
        assert not untyped(each.base_fields.values()), each
    for column in model._meta.get_fields():
        for block in blocks_in(column.stream_block) if isinstance(column, StreamField) else ():
            if isinstance(block, blocks.FieldBlock):
                assert not untyped([block.field]), (column, block)


def test_the_editor_of_pages_has_its_four_kinds_of_dates():
    """Else the test above would look at nothing."""
    seen = {
        (model.__name__, name)
        for model in edited_models()
        if issubclass(model, OrgContentPage)
        for name, field in model.get_edit_handler().get_form_class().base_fields.items()
        if isinstance(field, TypedDateField | TypedDateTimeField)
    }
    assert {("EventPage", "starts_at"), ("EventPage", "go_live_at"), ("PublicationPage", "issued_on")} <= seen
    assert {("HelpServicePage", "verified_on"), ("ArticlePage", "expire_at")} <= seen


@pytest.mark.django_db
def test_every_filter_of_the_editors_lists_takes_typed_dates(rf):
    import_everything()
    importlib.import_module("wagtail.admin.views.reports.audit_logging")
    looked_at, request = 0, rf.get("/")
    request.user = User(is_superuser=True)
    for filters in subclasses_of(WagtailFilterSet):
        if filters._meta.model is None:
            continue
        form = filters(data={}, request=request).form
        looked_at += len([field for field in parts_of(form.fields.values()) if isinstance(field, forms.DateField)])
        assert not untyped(form.fields.values()), filters
    assert looked_at >= 2


@pytest.mark.parametrize("widget", [AdminDateInput, AdminDateTimeInput, AdminTimeInput])
def test_no_picker_replaces_what_was_typed(widget: Any):
    config = widget().get_config()
    assert config["validateOnBlur"] is False
    if widget is not AdminTimeInput:
        assert config["format"].startswith("d/m/Y")
        assert (config["yearStart"], config["yearEnd"]) == (FIRST_YEAR, last_year())


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if issubclass(m, OrgContentPage)], ids=lambda model: model.__name__
)
@pytest.mark.django_db
def test_no_page_has_a_year_that_nobody_means(model: Any):
    days = [field for field in model._meta.concrete_fields if isinstance(field, models.DateField) and field.editable]
    assert {"go_live_at", "expire_at"} <= {field.name for field in days}
    for field in days:
        for year in (202, FIRST_YEAR - 1, last_year() + 1, 2626):
            day: Any = dt.date(year, 5, 5)
            if isinstance(field, models.DateTimeField):
                day = dt.datetime(year, 5, 5, 8, tzinfo=dt.UTC)
            with pytest.raises(ValidationError) as raised:
                model(title="Years", slug="years", **{field.name: day}).clean()
            assert field.name in raised.value.message_dict


def test_no_template_shows_a_day_without_its_year():
    """`nearday` leaves the year out where it is this one; a style that always does would hide another."""
    shown = [
        str(path.relative_to(REPOSITORY))
        for path in files()
        if path.suffix == ".html" and re.search(r"localdate:\"day_month\"|\|date:", path.read_text())
    ]
    assert not shown


def test_every_time_says_when_to_programs():
    bare = [
        str(path.relative_to(REPOSITORY))
        for path in files()
        if path.suffix == ".html" and re.search(r"<time(?![^>]*\bdatetime=\"{{ [\w.]+\|iso }}\")", path.read_text())
    ]
    assert not bare
