"""The view of the library; Wagtail serves the pages themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from blog.library import library


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """Show everybody the library of public publications, filtered by topic and year (view)."""
    chosen = {name: request.GET.get(name, "") for name in ("topic", "year", "page")}
    context = library(get_language() or "en", **chosen) | {"section": "publications"}
    return render(request, "blog/library.html", context)
