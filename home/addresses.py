"""Where the same page stands in the other language, and which address is its own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def in_other_language(request: HttpRequest) -> str:
    """The address of the same list in the portal's other language, with its choices."""
    here = get_language() or settings.LANGUAGE_CODE
    there = next(code for code, _name in settings.LANGUAGES if code != here)
    return request.get_full_path().replace(f"/{here}/", f"/{there}/", 1)


def canonical(request: HttpRequest) -> str:
    """The one address of what is shown: choices and order are left out, the number of a list's page is kept."""
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isdecimal() and number.isascii() and int(number) > 1 else ""
    return request.build_absolute_uri(request.path) + query
