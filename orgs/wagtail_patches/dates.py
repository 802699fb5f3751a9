"""Days and hours in the full editor and in list filters: read day first, never replaced by the picker."""

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
    """A filter field for moments that also takes a day, read as the moment when the day begins."""

    def to_python(self, value: Any) -> dt.datetime | None:
        """Return typed text as a moment; a day alone is its midnight. None for nothing, else ValidationError."""
        try:
            return super().to_python(value)
        # A day alone is read as its beginning. For anything else the day's own error is raised.
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
    """Return a get_config method for date pickers that does not change typed text and limits the years."""

    def get_config(self: Any) -> dict[str, Any]:
        # The picker calls this validateOnBlur: it replaces what it cannot read by the present moment.
        return stock(self) | {"validateOnBlur": False, "yearStart": FIRST_YEAR, "yearEnd": last_year()}

    return get_config


day_config = leave_as_typed(AdminDateInput.get_config)
time_config = leave_as_typed(AdminTimeInput.get_config)
moment_config = leave_as_typed(AdminDateTimeInput.get_config)


def use_typed_fields() -> None:
    """Make all forms that Wagtail builds read dates and times as typed in Cambodia (day first)."""
    for model_field, form_class, widget in (
        (models.DateField, TypedDateField, AdminDateInput),
        (models.TimeField, TypedTimeField, AdminTimeInput),
        (models.DateTimeField, TypedDateTimeField, AdminDateTimeInput),
    ):
        register_form_field_override(model_field, override={"form_class": form_class, "widget": widget})


def read_typed_days(field: forms.Field) -> forms.Field:
    """Return a filter's form field, replaced by one that reads dates day first if it is for dates or times."""
    if isinstance(field, forms.MultiValueField):
        field.fields = tuple(read_typed_days(part) for part in field.fields)
    typed = FILTER_FIELDS.get(type(field))
    if typed is None:
        return field
    return typed(required=field.required, label=field.label, help_text=field.help_text, widget=field.widget)
