"""In which language pages without one in their address speak to a person who chose one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User


def set_language_cookie(user: User, response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Let the browser carry her choice to the pages that know no person, such as those for signing in."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != user.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return response
