"""Values of a request's query string."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """Return the page number in the query string; 1 for a missing or invalid one."""
    asked = request.GET.get("page", "")
    # Five digits: more pages than any list has, and no number that a database cannot hold.
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def listed(request: HttpRequest, rows: Any, most: int, parameter: str = "page") -> Page[Any]:
    """Return one page of `rows`, with at most `most` rows, by the page number in the query string's `parameter`.

    `parameter` tells several lists on one page apart; the template component for pages takes the same name.
    """
    # get_page: a wrong number gives the first or the last part instead of an error.
    return Paginator(rows, most).get_page(request.GET.get(parameter))
