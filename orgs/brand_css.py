"""The stylesheet that gives each organization's class its colour, addressed by its own content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from common.cached_value import VersionedCache
from orgs.models import Organization
from orgs.public_version import answer_version
from vocabulary.colour import stylesheet

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"


def brand_stylesheet() -> str:
    """The colours of the public organizations: everybody reads it, and a slug tells of whom it is."""
    return _stylesheet.value()


def _colours(_key: str) -> str:
    shown = Organization.objects.public().order_by("pk")
    return stylesheet(shown.values_list("slug", "brand_light", "brand_dark"))


_stylesheet = VersionedCache(_colours, answer_version)


def fingerprint(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def brand_css_context(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """Context processor: `brand_css_url`, a function, so that only pages that show it pay its one query."""
    return {"brand_css_url": lambda: reverse("brand_css", args=[fingerprint(brand_stylesheet())])}


def serve_brand_css(request: HttpRequest, version: str) -> HttpResponse:
    """Serve the colours; an outdated address gets today's colours, kept only briefly."""
    css = brand_stylesheet()
    response = HttpResponse(css, content_type="text/css")
    response.headers["Cache-Control"] = FOREVER if version == fingerprint(css) else BRIEFLY
    return response
