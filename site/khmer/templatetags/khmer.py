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
    """Return text as HTML with invisible breaks between Khmer words, so that lines can break (filter)."""
    parts = TAG_OR_ENTITY.split(conditional_escape(value))
    # Even places are text, odd ones tags and entities.
    parts[::2] = [typography.break_words(part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above, and only spaces were put between letters


@register.filter
def excerpt(value: object, limit: int = 160) -> str:
    """Return a text shortened at a word, with "…", to `limit` letters, 160 by default (template filter)."""
    return typography.excerpt(str(value or ""), int(limit))


@register.filter
def localnumber(value: object, language: str | None = None) -> str:
    """Return a number, or a text with numbers, in the digits of the active or given language; "" for None (filter)."""
    if isinstance(value, int | float):
        return typography.number(value, _language(language))
    return typography.numerals(value, _language(language)) if value is not None else ""


@register.filter
def localdate(value: dt.date | None, style: str = "long") -> str:
    """Return a date as text in the active language and a style (long, weekday, short ...); "" for None (filter).

    Only `nearday` leaves the year out.
    """
    return typography.date(value, _language(), style) if value else ""


@register.filter
def iso(value: dt.datetime | dt.date | dt.time) -> str:
    """Return a time, date or datetime in ISO form for HTML's attribute `datetime`, with Phnom Penh's zone (filter)."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(PHNOM_PENH)
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime | dt.time) else value.isoformat()


@register.filter
def nearday(value: dt.datetime | None) -> str:
    """Return a time's date as text, without the year where it is this year; "" for None (template filter)."""
    return typography.near_day(value, _language()) if value else ""


@register.filter
def first_day(begins: dt.datetime) -> dt.date:
    """Return the date in Cambodia on which a period begins (template filter)."""
    return typography.first_day(begins)


@register.filter
def last_day(begins: dt.datetime, ends: dt.datetime | None) -> dt.date:
    """Return the last date in Cambodia that a period touches: {{ begins|last_day:ends }} (template filter)."""
    return typography.last_day(begins, ends)


@register.filter
def days(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """Return the dates from one moment to another as text with the year, {{ begins|days:ends }} (template filter)."""
    return typography.days(begins, ends, _language())


@register.filter
def near_days(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """Return all dates of a period as text, without the year where it is this year (template filter)."""
    return typography.days(begins, ends, _language(), _now())


@register.filter
def when(begins: dt.datetime, ends: dt.datetime | None) -> str:
    """Return the text beside a period's date block: its time, or its dates where needed (template filter)."""
    return typography.when(begins, ends, _language(), _now())


@register.filter
def end_time(ends: dt.datetime, begins: dt.datetime) -> str:
    """Return the time of day at which a period ends, as text: {{ ends|end_time:begins }} (template filter)."""
    return typography.end_time(begins, ends, _language())


@register.filter
def localtime(value: dt.datetime | dt.time | None, language: str | None = None) -> str:
    """Return a time of day as text in the active or given language; "" for None (template filter)."""
    return "" if value is None else typography.time_of_day(value, _language(language))


@register.filter
def localday(value: dt.date | None, language: str | None = None) -> str:
    """Return a date's day of the month alone, as text in a language; "" for None (template filter)."""
    return typography.date(value, _language(language), "day") if value else ""


@register.filter
def localmonth(value: dt.date | None, language: str | None = None) -> str:
    """Return a date's month name alone in a language; "" for None (template filter)."""
    return typography.date(value, _language(language), "month") if value else ""


@register.filter
def since(value: dt.datetime | None, language: str | None = None) -> str:
    """Return how far a time is from now, as text such as "2 hours ago"; "" for None (template filter)."""
    return typography.relative(value, _language(language)) if value else ""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _language(given: str | None = None) -> str:
    return given or get_language() or "en"
