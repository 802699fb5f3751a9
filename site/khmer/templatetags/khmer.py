"""`{% load khmer %}`: text, numbers and dates in the active language, or in the one given."""

import datetime as dt
import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from khmer import typography

register = template.Library()

# Attributes and entities are no places for a line break.
TAG_OR_ENTITY = re.compile(r"(<[^<>]*+>|&[#\w]{1,32};)")


@register.filter
def khmer_breaks(value: Any) -> SafeString:
    """Let lines break between Khmer words; HTML that is marked safe keeps its tags as they are."""
    parts = TAG_OR_ENTITY.split(conditional_escape(value))
    parts[::2] = [typography.break_words(part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above, and only spaces were put between letters


@register.filter
def excerpt(value: object, limit: int = 160) -> str:
    return typography.excerpt(str(value or ""), int(limit))


@register.filter
def localnumber(value: object, language: str | None = None) -> str:
    if isinstance(value, int | float):
        return typography.number(value, _language(language))
    return typography.numerals(value, _language(language)) if value is not None else ""


@register.filter
def localdate(value: dt.date | None, style: str = "long") -> str:
    """Give a day in a style: long, weekday, day_month, month_year, short."""
    return typography.date(value, _language(), style) if value else ""


@register.filter
def nearday(value: dt.datetime | None) -> str:
    return typography.near_day(value, _language()) if value else ""


@register.filter
def localtime(value: dt.datetime | dt.time | None, language: str | None = None) -> str:
    return "" if value is None else typography.time_of_day(value, _language(language))


@register.filter
def localday(value: dt.date | None, language: str | None = None) -> str:
    """Give the day of the month alone, for a date block."""
    return typography.date(value, _language(language), "day") if value else ""


@register.filter
def localmonth(value: dt.date | None, language: str | None = None) -> str:
    """Give the month's name alone, for a date block."""
    return typography.date(value, _language(language), "month") if value else ""


@register.filter
def since(value: dt.datetime | None, language: str | None = None) -> str:
    return typography.relative(value, _language(language)) if value else ""


def _language(given: str | None = None) -> str:
    return given or get_language() or "en"
