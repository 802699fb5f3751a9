"""Template filters for text, numbers and dates in the active language or the one given."""

import datetime as dt
import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from khmer import typography
from khmer.dates import PHNOM_PENH

register = template.Library()

# Attributes and entities are no places for a line break.
TAG_OR_ENTITY = re.compile(r"(<[^<>]*+>|&[#\w]{1,32};)")


@register.filter
def khmer_breaks(value: Any) -> SafeString:
    """Return text or safe HTML in which lines may break between Khmer words; tags stay unchanged."""
    parts = TAG_OR_ENTITY.split(conditional_escape(value))
    parts[::2] = [typography.break_words(part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above, and only spaces were put between letters


@register.filter
def excerpt(value: object, limit: int = 160) -> str:
    """Return a text shortened at a word; see khmer.lines.excerpt."""
    return typography.excerpt(str(value or ""), int(limit))


@register.filter
def localnumber(value: object, language: str | None = None) -> str:
    """Return a number, or a text with numbers, in the digits of a language."""
    if isinstance(value, int | float):
        return typography.number(value, _language(language))
    return typography.numerals(value, _language(language)) if value is not None else ""


@register.filter
def localdate(value: dt.date | None, style: str = "long") -> str:
    """Return a day as text in a style: long, weekday, month_year, short.

    Only `nearday` leaves the year out.
    """
    return typography.date(value, _language(), style) if value else ""


@register.filter
def iso(value: dt.datetime | dt.date | dt.time) -> str:
    """Return a moment, day or hour for HTML's attribute `datetime`: at most seconds, with the time zone."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(PHNOM_PENH)
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime | dt.time) else value.isoformat()


@register.filter
def nearday(value: dt.datetime | None) -> str:
    """Return the day of a moment as text, with its year where that is not this year."""
    return typography.near_day(value, _language()) if value else ""


@register.filter
def first_day(begins: dt.datetime) -> dt.date:
    """Return the day on which a period begins."""
    return typography.first_day(begins)


@register.filter
def last_day(begins: dt.datetime, ends: dt.datetime | None) -> dt.date:
    """Return the last day that a period touches: {{ begins|last_day:ends }}."""
    return typography.last_day(begins, ends)


@register.filter
def days(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """Return all days of a period as text, with the year."""
    return typography.days(begins, ends, _language())


@register.filter
def near_days(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """Return all days of a period as text, with the year where that is not this year."""
    return typography.days(begins, ends, _language(), _now())


@register.filter
def when(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """Return the text beside a date block: the hour, or all days and the year where needed."""
    return typography.when(begins, ends, _language(), _now())


@register.filter
def end_time(ends: dt.datetime, begins: dt.datetime) -> str:
    """Return the hour at which a period ends: {{ ends|end_time:begins }}."""
    return typography.end_time(begins, ends, _language())


@register.filter
def localtime(value: dt.datetime | dt.time | None, language: str | None = None) -> str:
    """Return an hour as text in a language."""
    return "" if value is None else typography.time_of_day(value, _language(language))


@register.filter
def localday(value: dt.date | None, language: str | None = None) -> str:
    """Return the day of the month alone, for a date block."""
    return typography.date(value, _language(language), "day") if value else ""


@register.filter
def localmonth(value: dt.date | None, language: str | None = None) -> str:
    """Return the month's name alone, for a date block."""
    return typography.date(value, _language(language), "month") if value else ""


@register.filter
def since(value: dt.datetime | None, language: str | None = None) -> str:
    """Return how far a moment is from now, as text such as "2 hours ago"."""
    return typography.relative(value, _language(language)) if value else ""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _language(given: str | None = None) -> str:
    return given or get_language() or "en"
