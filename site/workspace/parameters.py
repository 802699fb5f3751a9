"""Values of a request's query string."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """The page of the list that was asked for; the first for what is no number."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def listed(request: HttpRequest, rows: Any, most: int, parameter: str = "page") -> Page[Any]:
    """Return the page of a list that was asked for: no list of the workspace ends without leading on.

    `parameter` tells the lists of one page apart; the component of the pages takes the same name.
    """
    return Paginator(rows, most).get_page(request.GET.get(parameter))
