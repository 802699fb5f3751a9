"""The page that a browser shows without internet, one in each language."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import override
from django.views.decorators.http import require_safe

ASSETS = ("css/neary.css", "fonts/neary-khmer.woff2")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that browsers store and show without internet, to everybody."""
    return render(request, "portal/offline.html")


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker script that stores the offline pages in the browser, for everybody.

    It is served at the root, because it may answer only for addresses below its own.
    """
    words = []
    for language in ("en", "km"):
        with override(language):
            words.append(render_to_string("portal/offline.html", request=request))
    # A new version whenever the pages or their assets change: browsers then store them again.
    kept = hashlib.sha256(" ".join((*words, *map(static, ASSETS))).encode()).hexdigest()[:12]
    response = render(request, "portal/offline.js", {"version": kept}, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
