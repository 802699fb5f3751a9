"""Days and hours in the full editor and in the filters of its lists: read day first, and never replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import from_current_timezone
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from common.typed_date_fields import TypedDateField, TypedDateTimeField, TypedTimeField
from khmer.typed_dates import FIRST_YEAR, last_year


class DayAsMomentField(TypedDateTimeField):
    """The moment at which a day begins: a filter by moments is asked by its days."""

    def to_python(self, value: Any) -> dt.datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            day = TypedDateField(required=False).to_python(value)
            return from_current_timezone(dt.datetime.combine(day, dt.time.min)) if day else None


FILTER_FIELDS: dict[type, type[forms.Field]] = {
    forms.DateField: TypedDateField,
    forms.DateTimeField: DayAsMomentField,
    forms.TimeField: TypedTimeField,
}
PickerConfig = Callable[[Any], dict[str, Any]]


def leave_as_typed(stock: PickerConfig) -> PickerConfig:
    """Return a picker's configuration with which it leaves alone what was typed, and offers possible years only."""

    def get_config(self: Any) -> dict[str, Any]:
        return stock(self) | {"validateOnBlur": False, "yearStart": FIRST_YEAR, "yearEnd": last_year()}

    return get_config


day_config = leave_as_typed(AdminDateInput.get_config)
time_config = leave_as_typed(AdminTimeInput.get_config)
moment_config = leave_as_typed(AdminDateTimeInput.get_config)


def use_typed_fields() -> None:
    """Let every form that Wagtail makes of a model read days and hours as people here type them."""
    for model_field, form_class, widget in (
        (models.DateField, TypedDateField, AdminDateInput),
        (models.TimeField, TypedTimeField, AdminTimeInput),
        (models.DateTimeField, TypedDateTimeField, AdminDateTimeInput),
    ):
        register_form_field_override(model_field, override={"form_class": form_class, "widget": widget})


def read_typed_days(field: forms.Field) -> forms.Field:
    """Return a field of a filter; where it takes days, one that reads them as people here type them."""
    if isinstance(field, forms.MultiValueField):
        field.fields = tuple(read_typed_days(part) for part in field.fields)
    typed = FILTER_FIELDS.get(type(field))
    if typed is None:
        return field
    return typed(required=field.required, label=field.label, help_text=field.help_text, widget=field.widget)
