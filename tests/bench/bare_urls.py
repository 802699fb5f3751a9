"""A bare view, and one before all middleware, beside the portal's own addresses."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import urlpatterns as own_patterns

# As long as an article.
CONTENT = b"<!doctype html><title>Bare</title>" + b"<p>Nothing is asked for it.</p>" * 800


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONTENT)


def before_all(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers before every other middleware: the most that this server could do."""
    return lambda request: bare(request) if request.path_info == "/before-all/" else get_response(request)


urlpatterns = [path("bare/", bare), *own_patterns]
