"""Answers for programs that come again and again: feeds and calendars."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# What XML and iCalendar do not admit; line ends and tabs they do.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without control characters: one in one title would else break a whole feed."""
    return CONTROLS.sub("", text)


def conditional_response(
    request: HttpRequest, body: bytes, content_type: str, modified: datetime | None, language: str
) -> HttpResponse:
    """Answer with the body, or with 304 where the program has it already.

    The ETag is made of the body, so that a piece that was withdrawn is gone at the next visit.
    """
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    last_modified = int(modified.timestamp()) if modified else None
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified)
    return get_conditional_response(request, etag, last_modified, response) or response


def domain() -> str:
    """The portal's own domain, for names that stay the same whatever host a program asked."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
