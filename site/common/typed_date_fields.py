"""Form fields for days and hours, which read the day first and show it so (`khmer.typed_dates`).

Every form in which people type a day takes these; so do the full editor and the filters of its lists
(`orgs.wagtail_patches.dates`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khmer.dates import PHNOM_PENH
from khmer.numbers import numerals
from khmer.typed_dates import (
    FIRST_YEAR,
    DateOutOfBoundsError,
    last_year,
    read_day,
    read_moment,
    read_time,
    within_bounds,
)

# The formats of stored values in inputs, the day first in every language.
DAY_FORMAT, TIME_FORMAT = "%d/%m/%Y", "%H:%M"
MOMENT_FORMAT = f"{DAY_FORMAT} {TIME_FORMAT}"

NO_DAY = _("Write the day as 05/12/2026: day, month, year.")
NO_MOMENT = _("Write day and hour as 05/12/2026 08:30: day, month, year, hour.")
NO_TIME = _("Write the hour as 08:30, or as 2:30 pm.")

Read = TypeVar("Read")


def out_of_bounds() -> ValidationError:
    """Return (not raise) the ValidationError for a year outside the allowed years."""
    years = {"first": _local(FIRST_YEAR), "last": _local(last_year())}
    return ValidationError(_("Choose a year from %(first)s to %(last)s."), "out_of_bounds", years)


def check_bounds(value: dt.date | None) -> None:
    """Raise ValidationError for a date or time in a year outside the allowed years; None passes."""
    if value is None:
        return
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        try:
            value = value.astimezone(PHNOM_PENH)
        # The first and last days of the calendar have no time in another zone.
        except OverflowError:
            raise out_of_bounds() from None
    if not within_bounds(value.year):
        raise out_of_bounds()


def check_bounds_of(instance: models.Model) -> None:
    """Raise ValidationError, by field, for editable dates of an object in years outside the allowed ones."""
    problems = {}
    for field in instance._meta.concrete_fields:
        if isinstance(field, models.DateField) and field.editable:
            try:
                check_bounds(field.to_python(getattr(instance, field.attname)))
            except ValidationError as problem:
                problems[field.name] = problem
    if problems:
        raise ValidationError(problems)


def read_typed(read: Callable[[str], Read], typed: Any, message: Any) -> Read:
    """Return typed text as `read` converts it. Raises ValidationError (with `message`) where that fails."""
    try:
        return read(str(typed))
    except DateOutOfBoundsError:
        raise out_of_bounds() from None
    except ValueError:
        raise ValidationError(message, "invalid") from None


class DayInput(forms.DateInput):
    """A text input for a day: a browser's own date input uses the order of the browser's language."""

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = DAY_FORMAT) -> None:
        super().__init__({"autocomplete": "off"} | (attrs or {}), format)

    def format_value(self, value: Any) -> str | None:
        """Return a stored date for the input box, in the language's digits; typed text stays as it was typed."""
        shown = super().format_value(value)
        # Typed text is shown again unchanged; only stored values are formatted.
        return shown if isinstance(value, str) or shown is None else _local(shown)


class MomentInput(DayInput):
    """A text input for a day with its hour."""

    supports_microseconds = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, MOMENT_FORMAT)


class TypedDateField(forms.DateField):
    """A form field for a day, typed day first."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        """Return typed text as a date, None if empty. ValidationError when unreadable or its year is not allowed."""
        if value in self.empty_values or isinstance(value, dt.date):
            day = super().to_python(value)
        else:
            day = read_typed(read_day, value, NO_DAY)
        check_bounds(day)
        return day


class TypedDateTimeField(forms.DateTimeField):
    """A form field for a day with its hour; a day alone is refused, because nobody means midnight."""

    widget = MomentInput

    def to_python(self, value: Any) -> dt.datetime | None:
        """Return typed text as date and time, None if empty. ValidationError when unreadable or its year is refused."""
        if value in self.empty_values or isinstance(value, dt.date):
            moment = super().to_python(value)
        else:
            moment = from_current_timezone(read_typed(read_moment, value, NO_MOMENT))
        check_bounds(moment)
        return moment


class TypedTimeField(forms.TimeField):
    """A form field for an hour."""

    def to_python(self, value: Any) -> dt.time | None:
        """Return typed text as a time of day, None if empty. Raises ValidationError when it cannot be read."""
        if value in self.empty_values or isinstance(value, dt.time):
            return super().to_python(value)
        return read_typed(read_time, value, NO_TIME)


def _local(value: object) -> str:
    return numerals(value, "km" if (get_language() or "en").startswith("km") else "en")
