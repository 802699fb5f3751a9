"""Which language answers, and where nobody is redirected."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

PUBLIC_PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)


class PublicLocaleMiddleware(LocaleMiddleware):
    """Django's, but a 404 outside the public pages stays a 404.

    The stock one answers it by a redirect to /en/..., also below /admin/, /api/ and /accounts/.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and not request.path_info.startswith(PUBLIC_PREFIXES):
            return response
        return super().process_response(request, response)
