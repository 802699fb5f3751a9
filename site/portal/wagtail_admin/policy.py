"""The content security policy of Wagtail's full editor, whose scripts are inside its pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Drafts and previews are shown as the public would see them, so they keep the public policy.
AS_PUBLIC = re.compile(r"/(?:preview|view_draft|revisions/\d+/view)/")

OWN = ["'self'", "'unsafe-inline'"]
MORE_SOURCES = {"script-src": OWN, "style-src": OWN, "img-src": ["blob:"]}


class AdminPolicyMiddleware:
    """A middleware that lets Wagtail's pages run the scripts and styles inside them, and no others.

    A script that somebody smuggled in could still send nothing to other sites, and load nothing from there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/") and not AS_PUBLIC.search(request.path_info):
            response._csp_update = MORE_SOURCES  # type: ignore[attr-defined]
        return response
