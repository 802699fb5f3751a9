"""What a browser keeps for when there is no internet: one page in each language."""

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
    return render(request, "portal/offline.html")


@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps those pages. It stands at the root, for it may answer only for what lies below it."""
    words = []
    for language in ("en", "km"):
        with override(language):
            words.append(render_to_string("portal/offline.html", request=request))
    kept = hashlib.sha256(" ".join((*words, *map(static, ASSETS))).encode()).hexdigest()[:12]
    response = render(request, "portal/offline.js", {"version": kept}, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
