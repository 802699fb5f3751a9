"""The middleware that counts what people read, from the page cache too, without a query of its own."""

from __future__ import annotations

import atexit
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from reach.counting import Read, reads
from reach.robots import is_robot
from reach.ways import way_of
from reach.writing import write

# A browser that fetches ahead of a click, or draws a page that nobody sees yet, says so in one of these.
AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


class ReachMiddleware:
    """A middleware that counts reads of pages and fetches of files by people who are not signed in.

    It stands outside of the page cache, so that pages from there count too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        if settings.REACH_WRITE_SECONDS:
            # What waits when a process ends in order is written; one that is killed loses it.
            atexit.register(write)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "GET" and (read := read_of(request, response.status_code)) and is_persons(request):
            reads.add(read)
        return response


def read_of(request: HttpRequest, status: int) -> Read | None:
    """Return what a GET request read: a page of an organization, or a document; None for all else and for errors.

    Hooks of Wagtail and files, and the page cache, have noted on the request which it is.
    """
    # 304: she opened the page again, and her browser still has it.
    if status in (200, 304) and (page_id := getattr(request, "read_page_id", None)):
        return Read(timezone.localdate(), way_of_request(request), page_id)
    document_id = getattr(request, "fetched_document_id", None)
    if status == 200 and document_id and is_beginning(request):
        return Read(timezone.localdate(), "", document_id)
    return None


def is_persons(request: HttpRequest) -> bool:
    """Return whether a request is a person's who is not signed in: no robot, no fetching ahead, no member or editor."""
    # META, because request.headers reads all headers, at every answer from the page cache.
    sent = request.META
    if is_robot(sent.get("HTTP_USER_AGENT", "")) or any("prefetch" in sent.get(name, "") for name in AHEAD):
        return False
    # Without this cookie nobody is signed in, and no session is read.
    return settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated


def way_of_request(request: HttpRequest) -> str:
    """Return the way by which a request's reader came (a value of Way)."""
    sent = request.META
    return way_of(sent.get("HTTP_REFERER", ""), sent.get("HTTP_USER_AGENT", ""), request.get_host()).value


def is_beginning(request: HttpRequest) -> bool:
    """Return whether a request is for a whole file or its beginning; readers of PDF ask for many parts of one file."""
    asked = request.META.get("HTTP_RANGE", "")
    return not asked or asked.startswith("bytes=0-")
