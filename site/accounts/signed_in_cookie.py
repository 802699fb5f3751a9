"""The cookie that tells scripts that somebody is signed in in this browser; it does not tell who."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SIGNED_IN_COOKIE = "signed_in"


def set_signed_in_cookie(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Set the cookie on the response, for as long as the session lasts, if the browser lacks it; return the response.

    It grants nothing: views ask the session.
    """
    if SIGNED_IN_COOKIE not in request.COOKIES:
        session = request.session
        age = None if session.get_expire_at_browser_close() else session.get_expiry_age()
        is_secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(SIGNED_IN_COOKIE, "1", max_age=age, secure=is_secure, samesite="Lax")
    return response


def delete_signed_in_cookie(response: HttpResponse) -> HttpResponse:
    """Delete the cookie by the response, and return the response."""
    response.delete_cookie(SIGNED_IN_COOKIE, samesite="Lax")
    return response
