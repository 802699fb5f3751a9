"""Which addresses are taken as they came, which language answers, and where nobody is redirected."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

PUBLIC_PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)


class NoNulMiddleware:
    """Nobody types the character NUL, no address has it, and PostgreSQL fails on a text with it.

    It is a space in what is asked of pages; the API tells which of its parameters is wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        if not request.path_info.startswith("/api/"):
            # Left out, one would let what stands round it become another: %%0000.
            request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%20")
        return self.get_response(request)


class PublicLocaleMiddleware(LocaleMiddleware):
    """Django's, but a 404 outside the public pages stays a 404.

    The stock one answers it by a redirect to /en/..., also below /admin/, /api/ and /accounts/.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and not request.path_info.startswith(PUBLIC_PREFIXES):
            return response
        return super().process_response(request, response)
