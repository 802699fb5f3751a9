"""The anonymous reader: asks the portal's own views for a page, without a web server between."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.response import HttpResponseBase
from django.utils import translation

# reach.robots knows it as a program: the mirror is no reader whom anybody counts.
NAME = "Neary-mirror (bot)"
# In the environment of its requests, where no visitor can write: no measure counts them, for they are no sign of life
# of a web process.
UNMEASURED = "neary.unmeasured"


@dataclass(frozen=True)
class ReadPage:
    """The answer to a request of the anonymous reader."""

    status: int
    content_type: str
    content: bytes

    @property
    def is_html(self) -> bool:
        """Return whether the answer is a page."""
        return self.content_type.startswith("text/html")

    @property
    def is_css(self) -> bool:
        """Return whether the answer is a style sheet."""
        return self.content_type.startswith("text/css")


class AnonymousReader:
    """Asks for pages as somebody who is not signed in, through all of the portal's middleware and views."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    def read(self, address: str) -> ReadPage:
        """Return what the portal answers at an address. An error of a view is a status of 500."""
        before = translation.get_language()
        try:
            response = self._handler.get_response(request_for(address))
            return ReadPage(response.status_code, response.headers.get("Content-Type", ""), content_of(response))
        finally:
            # The middleware has chosen the language of the page for this thread.
            translation.activate(before) if before else translation.deactivate()


def request_for(address: str) -> WSGIRequest:
    """Return a GET request for an address of this portal, without cookies, of somebody who is not signed in."""
    path, _, query = address.partition("?")
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            # WSGI's own rule: bytes, written as if they were Latin-1.
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": base.hostname or "localhost",
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": base.netloc,
            "HTTP_USER_AGENT": NAME,
            "REMOTE_ADDR": "127.0.0.1",
            UNMEASURED: True,
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
    )
    request.user = AnonymousUser()
    return request


def content_of(response: HttpResponseBase) -> bytes:
    """Return all bytes of a response, also of a file that nginx would send in the portal's place."""
    prefix = settings.FILES_ACCEL_PREFIX
    if prefix and (word := response.headers.get("X-Accel-Redirect")):
        with default_storage.open(unquote(word.removeprefix(prefix))) as stored:
            return stored.read()
    if not response.streaming:
        return response.content  # type: ignore[attr-defined]
    stream: Any = response
    # Not response.close(): it tells Django that a request of the server has ended, which closes database connections.
    try:
        return b"".join(stream.streaming_content)
    finally:
        for closer in stream._resource_closers:
            closer()
