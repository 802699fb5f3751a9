"""HTTP answers for feeds and calendars, with ETag and Last-Modified."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# Control characters that XML and iCalendar forbid; line ends and tabs are allowed.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text without the control characters that XML and iCalendar forbid.

    One in a single title would break a whole feed.
    """
    return CONTROLS.sub("", text)


def conditional_response(
    request: HttpRequest, body: bytes, content_type: str, modified: datetime | None, language: str
) -> HttpResponse:
    """Return a response with the body, ETag and dates, or 304 when the client already has this body.

    The ETag is a hash of the body, so that a withdrawn page is gone at the client's next request.
    """
    # 32 hexadecimal digits are 128 bits, enough to tell all bodies apart.
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    # HTTP dates have no parts of a second.
    last_modified = int(modified.timestamp()) if modified else None
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Content-Language"] = language
    # "no-cache" lets a client keep the body, but it must ask before each use.
    response["Cache-Control"] = "no-cache"
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified)
    return get_conditional_response(request, etag, last_modified, response) or response


def domain() -> str:
    """Return the host name of the portal's BASE_URL, for identifiers in feeds."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
