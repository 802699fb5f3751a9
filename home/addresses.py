"""Addresses of the current page: its version in the other language, and its canonical URL."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

LONGEST_NUMBER = 7


def in_other_language(request: HttpRequest) -> str:
    """Return the path with query of the requested page under the portal's other language (/en/ or /km/)."""
    here = get_language() or settings.LANGUAGE_CODE
    there = next(code for code, _name in settings.LANGUAGES if code != here)
    # Once only: the path may hold the same letters again, as in /en/topics/en/.
    return request.get_full_path().replace(f"/{here}/", f"/{there}/", 1)


def canonical(request: HttpRequest) -> str:
    """Return the absolute URL of the requested page, without filters and order, with a list's page number above 1."""
    number = request.GET.get("page", "")
    # A longer number is no page, and Python refuses to read one of thousands of digits.
    is_number = number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER
    query = f"?page={number}" if is_number and int(number) > 1 else ""
    return request.build_absolute_uri(request.path) + query
