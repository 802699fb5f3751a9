"""Answers a reader without a session from what is kept, and tells her browser to ask again each time by ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from orgs.public_version import answer_version, pinned_version
from portal.middleware import PUBLIC_PREFIXES
from portal.page_cache.expiry import seconds_to_keep
from portal.page_cache.page_store import PageStore

ASK_AGAIN = "no-cache"
# Whoever has one of these may see what others do not.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
# Hardly anybody asks twice, so these would only push out what many read.
ASKED_ONCE = ("/search/", "/report/", "/follow/")
# Longer addresses are nobody's links.
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class StoredPage:
    """A page as it was sent."""

    content: bytes
    headers: dict[str, str]

    @classmethod
    def of(cls, response: HttpResponse) -> StoredPage:
        return cls(response.content, dict(response.headers))

    def answer(self) -> HttpResponse:
        return HttpResponse(self.content, headers=self.headers)


class PageCacheMiddleware:
    """Stands before everything that looks who asks: for those it answers, nobody does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = PageStore()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with pinned_version():
            return self.answer(request) if is_for_everybody(request) else self.get_response(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        stored = self.store.get(key)
        response = stored.answer() if stored else self.get_response(request)
        if not stored and may_be_kept(response):
            response.headers["ETag"] = etag_of(response)
            response.headers["Cache-Control"] = ASK_AGAIN
            if request.method == "GET":
                self.store.put(key, StoredPage.of(response), seconds_to_keep(timezone.now()))
        return as_asked(request, response)


def is_for_everybody(request: HttpRequest) -> bool:
    """Whether the answer does not depend on who asks."""
    path = request.path_info
    return (
        request.method in ("GET", "HEAD")
        and path.startswith(PUBLIC_PREFIXES)
        and not any(part in path for part in ASKED_ONCE)
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
    )


def key_of(request: HttpRequest) -> str:
    """The name of a page under the version that is public now: one query."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return hashlib.sha256(f"{answer_version()} {address}".encode()).hexdigest()


def may_be_kept(response: HttpResponse) -> bool:
    """A whole page that gives nothing to its reader alone: a cookie comes with every form that has a token."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not {"private", "no-store"} & set(response.headers.get("Cache-Control", "").split(", "))
    )


def etag_of(response: HttpResponse) -> str:
    # Weak: nginx compresses what passes, and a strong one would be dropped there.
    return "W/" + quote_etag(hashlib.sha256(response.content).hexdigest()[:32])


def as_asked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page itself, or 304 to whoever has it already."""
    etag = response.headers.get("ETag")
    if etag is None or response.status_code != 200:
        return response
    return get_conditional_response(request, etag=etag, response=response) or response
