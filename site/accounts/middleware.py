"""Middleware that clears a browser's storage when a person signs out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.signed_in_cookie import delete_signed_in_cookie


class ForgetOnSignOutMiddleware:
    """Middleware that at sign-out makes the browser delete stored data and the cookie of being signed in.

    Phones are shared.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Set by the receiver of user_logged_out, so it holds whichever view has signed her out.
        if getattr(request, "has_signed_out", False):
            response["Clear-Site-Data"] = '"storage"'
            delete_signed_in_cookie(response)
        return response
