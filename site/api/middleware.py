"""The common rules of the API's answers: open to pages of other sites, with ETags, and limited in number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

from api.limits import seconds_to_wait

PREFIX = "/api/v1/"
SAFE_METHODS = ("GET", "HEAD")
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
    # A day; browsers ask before each request otherwise.
    "Access-Control-Max-Age": "86400",
}


class ApiMiddleware:
    """A middleware for the API's addresses, before everything that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        for name, value in CORS_HEADERS.items():
            response.headers[name] = value
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to a request for the API, or 429 where too many came."""
        # Before the limit: a browser that asks for permission is no request for data.
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        if wait := seconds_to_wait(request):
            refused = {"detail": f"Too many questions in a minute. Ask again in {wait} seconds."}
            return JsonResponse(refused, status=429, headers={"Retry-After": str(wait)})
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        # HEAD is answered as GET and loses its body at the end, so that both have the same headers.
        is_head, request.method = request.method == "HEAD", "GET"
        response = with_etag(request, self.get_response(request))
        return without_body(response) if is_head else response


def with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an API response with an ETag of its content, or 304 if the client has it already."""
    # The default language of an answer follows Accept-Language.
    patch_vary_headers(response, ["Accept-Language"])
    # An error has no ETag, and must not be kept as if it were the answer.
    if response.status_code != 200 or response.streaming:
        return response
    # setdefault: a view may allow more.
    response.headers.setdefault("Cache-Control", "no-cache")
    # A weak ETag: nginx compresses answers, and would drop a strong one.
    etag = "W/" + quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def without_body(response: HttpResponse) -> HttpResponse:
    """Return the response to a HEAD request: headers with Content-Length, and no body."""
    length = str(len(response.content))
    response.content = b""
    # The length of what a GET would send, as HTTP asks for.
    response.headers["Content-Length"] = length
    return response
