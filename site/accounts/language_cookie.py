"""The cookie with a person's language, for pages whose address contains no language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def set_language_cookie(user: User, response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Set the person's language as a cookie, for pages that do not know the person, such as signing in."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != user.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response
