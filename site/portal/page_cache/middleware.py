"""The middleware that answers readers without a session from the page cache; browsers ask again by ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from common.measures.processes import PAGE_CACHE_HIT, PAGE_CACHE_MISS
from discussions.devices import COOKIE as DEVICE_COOKIE
from orgs.public_version import answer_version, pinned_version
from portal.middleware import PUBLIC_PREFIXES
from portal.page_cache.expiry import seconds_to_keep
from portal.page_cache.page_store import PageStore

REVALIDATE = "no-cache"
# A reader with one of these cookies may see more than others.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
# ... and one with a cookie of discussions sees more on their pages alone.
PERSONAL_PATH, PERSONAL_COOKIE = "/discussions/", DEVICE_COOKIE
# Hardly anybody asks twice for these: they would push out pages that many read.
UNCACHED_PATHS = ("/search/", "/report/", "/follow/")
# Nobody links to longer addresses.
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class StoredPage:
    """A response in the page cache: its content and headers, and the id of the organization's page that it shows."""

    content: bytes
    headers: dict[str, str]
    # None for a list, and in what an older release stored.
    page_id: int | None = None

    @classmethod
    def of(cls, request: HttpRequest, response: HttpResponse) -> StoredPage:
        """Return a StoredPage with the response's content and headers, and the page that the request read."""
        return cls(response.content, dict(response.headers), getattr(request, "read_page_id", None))

    def answer(self) -> HttpResponse:
        """Return a new HTTP response with the stored content and headers."""
        return HttpResponse(self.content, headers=self.headers)


class PageCacheMiddleware:
    """A middleware that answers from the page cache before sessions and people are looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = PageStore()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with pinned_version():
            return self.answer(request) if is_anonymous_page_request(request) else self.get_response(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return an anonymous page from the cache, or make and store it; 304 if the browser's ETag matches."""
        key = cache_key(request)
        stored = self.store.get(key)
        (PAGE_CACHE_HIT if stored else PAGE_CACHE_MISS).inc()
        if stored:
            # For the middleware that counts reads.
            request.read_page_id = stored.page_id  # type: ignore[attr-defined]
        response = stored.answer() if stored else self.get_response(request)
        if not stored and is_cacheable(response):
            response.headers["ETag"] = weak_etag(response)
            response.headers["Cache-Control"] = REVALIDATE
            if request.method == "GET":
                self.store.put(key, StoredPage.of(request, response), seconds_to_keep(timezone.now()))
        return conditional_response(request, response)


def is_anonymous_page_request(request: HttpRequest) -> bool:
    """Return whether a GET or HEAD is for a cacheable public page and has no personal cookie."""
    path = request.path_info
    return (
        request.method in ("GET", "HEAD")
        and path.startswith(PUBLIC_PREFIXES)
        and not any(part in path for part in UNCACHED_PATHS)
        and len(request.get_full_path()) <= LONGEST_ADDRESS
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
        and not (PERSONAL_PATH in path and PERSONAL_COOKIE in request.COOKIES)
    )


def cache_key(request: HttpRequest) -> str:
    """Return the cache key of a page: a hash of its URL and the version of all public pages."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return hashlib.sha256(f"{answer_version()} {address}".encode()).hexdigest()


def is_cacheable(response: HttpResponse) -> bool:
    """Return whether a response may be cached: status 200, not streamed, no cookie, not private.

    A form with a token sets a cookie, so such a page is not stored.
    """
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not {"private", "no-store"} & set(response.headers.get("Cache-Control", "").split(", "))
    )


def weak_etag(response: HttpResponse) -> str:
    """Return a weak ETag of a response: a hash of its content."""
    # A weak ETag: nginx compresses answers, and would drop a strong one.
    return "W/" + quote_etag(hashlib.sha256(response.content).hexdigest()[:32])


def conditional_response(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the response itself, or 304 to a browser whose ETag is the same."""
    etag = response.headers.get("ETag")
    if etag is None or response.status_code != 200:
        return response
    return get_conditional_response(request, etag=etag, response=response) or response
