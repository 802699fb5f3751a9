"""Settings and addresses of a portal with a bare view beside its own: what the page cache is measured against."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.services.flow.settings import *  # noqa: F403
from tests.services.flow.settings import MIDDLEWARE as OWN

ROOT_URLCONF = "tests.bench.bare_portal"
# As long as an article.
CONTENT = b"<!doctype html><title>Bare</title>" + b"<p>Nothing is asked for it.</p>" * 800


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONTENT)


def before_all(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers before every other middleware: the most that this server could do."""
    return lambda request: bare(request) if request.path_info == "/before-all/" else get_response(request)


MIDDLEWARE = ["tests.bench.bare_portal.before_all", *OWN]
urlpatterns = [path("bare/", bare), path("", include("portal.urls"))]
