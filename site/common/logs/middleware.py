"""The middleware that gives each request its id."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common.logs.context import is_request_id, log_fields, new_request_id

HEADER = "HTTP_X_REQUEST_ID"


class RequestIdMiddleware:
    """A middleware that gives each request an id, which its log lines and outbox events carry.

    A server error tells it to the visitor in the header X-Request-ID, by which the log lines are found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = proxy_request_id(request) or new_request_id()
        request.request_id = request_id  # type: ignore[attr-defined]
        # gunicorn's log reads it there (portal.access_log).
        request.META["neary.request_id"] = request_id
        with log_fields(request=request_id):
            response = self.get_response(request)
        if response.status_code >= 500:
            response.headers["X-Request-ID"] = request_id
        return response


def proxy_request_id(request: HttpRequest) -> str:
    """Return the request id that our own proxy has set, "" where there is none, or it is malformed.

    The header of anybody else is not believed: it could make one request look like another in the log.
    """
    given = request.META.get(HEADER, "")
    return given if given and is_request_id(given) and is_from_own_proxy(request) else ""


def is_from_own_proxy(request: HttpRequest) -> bool:
    """Return whether a request came through the portal's own proxy: one is set up, and its address is private."""
    # nginx replaces what a visitor sends by its own id, and always writes X-Forwarded-For.
    if getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0) < 1 or "HTTP_X_FORWARDED_FOR" not in request.META:
        return False
    try:
        # A Unix socket has no address: only what may open it reaches the portal.
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "127.0.0.1").is_private
    except ValueError:
        return False
