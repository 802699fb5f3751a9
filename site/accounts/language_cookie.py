"""The cookie with a person's language, for pages whose address contains no language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def set_language_cookie(user: User, response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Set the language of a person's account as a cookie on the response, if it differs; return the response."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != user.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response
