"""Middleware that clears a browser's storage when a person signs out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ForgetOnSignOutMiddleware:
    """Middleware that makes the browser delete stored data at sign-out, because phones are shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Set by the receiver of user_logged_out, so it holds whichever view has signed her out.
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = '"storage"'
        return response
