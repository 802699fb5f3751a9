"""The stylesheet with each organization's colour, served at an address that contains a hash of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from common.cached_value import VersionedCache
from orgs.models import Organization
from orgs.public_version import answer_version
from vocabulary.brand_stylesheet import stylesheet

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"


def brand_stylesheet() -> str:
    """Return the cached CSS with the brand colours of all public organizations.

    Hidden organizations are left out: everybody can read the stylesheet, and a slug in it tells that one exists.
    """
    # VersionedCache asks for the version each time, so a new colour shows at once in all processes.
    return _stylesheet.value()


def _colours(_key: str) -> str:
    shown = Organization.objects.public().order_by("pk")
    return stylesheet(shown.values_list("slug", "brand_light", "brand_dark"))


_stylesheet = VersionedCache(_colours, answer_version)


def fingerprint(css: str) -> str:
    """Return the first 12 hexadecimal digits of a stylesheet's SHA-256 hash, for its address."""
    # 48 bits: the address only has to differ from those of other versions.
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def brand_css_context(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """Return, for all templates, the function `brand_css_url` that gives the stylesheet's current address.

    It is a function, so that only pages that call it pay its query.
    """
    return {"brand_css_url": lambda: reverse("brand_css", args=[fingerprint(brand_stylesheet())])}


def serve_brand_css(request: HttpRequest, version: str) -> HttpResponse:
    """Serve everybody the stylesheet of brand colours; an outdated address gets it for a minute only (view)."""
    css = brand_stylesheet()
    response = HttpResponse(css, content_type="text/css")
    # Only under the hash of its content: an outdated address must not keep today's colours for ever.
    response.headers["Cache-Control"] = FOREVER if version == fingerprint(css) else BRIEFLY
    return response
