"""Fetch a URL, with its redirects."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from urllib.parse import urljoin

from django.conf import settings

from common.outgoing_http.addresses import Target, target_of
from common.outgoing_http.body import ACCEPTED, read_body
from common.outgoing_http.connection import PinnedConnection, only_connection_to
from common.outgoing_http.deadline import ByteBudget, Deadline
from common.outgoing_http.errors import BadResponseError, TooManyRedirectsError

REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
# Only methods that change nothing follow redirects.
REDIRECTED_METHODS = {"GET", "HEAD"}
# The page on which owners of visited sites learn about the portal and find an address to write to.
CONTACT_PATH = "/en/contact/"


@dataclass(frozen=True)
class Limits:
    """The limits of a fetch with all its redirects: seconds, redirects and bytes."""

    seconds: float = 12.0
    # Seconds without a byte.
    silence: float = 5.0
    redirects: int = 5
    # Bytes as they come over the wire, with headers, and those of the body once inflated.
    wire_bytes: int = 2_000_000
    body_bytes: int = 8_000_000


@dataclass(frozen=True)
class Request:
    """A request as it is sent to each address on the way."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None
    reads_body: bool


@dataclass(frozen=True)
class Response:
    """A response, from the URL at the end of all redirects.

    `moved_to` is where permanent redirects lead, up to the first that holds for a time only; without any it is the URL
    that was asked for.
    """

    url: str
    status: int
    headers: Message = field(repr=False)
    body: bytes = field(repr=False)
    moved_to: str = ""


DEFAULT_LIMITS = Limits()


def fetch(
    url: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = DEFAULT_LIMITS,
    reads_body: bool = True,
) -> Response:
    """Request a public URL (GET and HEAD follow redirects); return the response of any status. FetchError or OSError.

    `headers` are sent to the URL's own site only, not where a redirect leads elsewhere. Without `reads_body` the body
    is left unread, and empty. Raises FetchError (see errors), OSError for a network or certificate that fails and for
    what takes too long, ValueError for what is no URL.
    """
    deadline, budget = Deadline(limits.seconds, limits.silence), ByteBudget(limits.wire_bytes)
    first: Target | None = None
    moved_to, is_permanent = url, True
    for _hop in range(limits.redirects + 1):
        target = target_of(url, deadline)
        first = first or target
        # Headers may hold secrets: another site must not get them by a redirect.
        own = headers if headers and target.origin == first.origin else {}
        request = Request(method, user_agent() | dict(own), body, reads_body)
        try:
            response = _exchange(url, target, request, limits, deadline, budget)
        except http.client.HTTPException as error:
            raise BadResponseError(repr(error)) from error
        if not _is_redirect(method, response.status, response.headers):
            return replace(response, moved_to=moved_to)
        url = urljoin(url, response.headers["Location"])
        is_permanent = is_permanent and response.status in PERMANENT
        moved_to = url if is_permanent else moved_to
    raise TooManyRedirectsError(url)


def user_agent() -> dict[str, str]:
    """Return the User-Agent and Accept headers of the portal's own requests, with an address for contact."""
    contact = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + CONTACT_PATH
    return {"User-Agent": f"Neary (+{contact})", "Accept": "*/*"}


def _exchange(
    url: str, target: Target, request: Request, limits: Limits, deadline: Deadline, budget: ByteBudget
) -> Response:
    """Return the response of one address. The body of a redirect is left unread."""
    connection = PinnedConnection(target, deadline, budget)
    with only_connection_to(target.host, deadline):
        try:
            headers = {**request.headers, "Accept-Encoding": ACCEPTED, "Connection": "close"}
            connection.request(request.method, target.path, request.body, headers)
            answer = connection.getresponse()
            moved = _is_redirect(request.method, answer.status, answer.headers)
            body = read_body(answer, limits.body_bytes) if request.reads_body and not moved else b""
            return Response(url, answer.status, answer.headers, body)
        finally:
            connection.disconnect()


def _is_redirect(method: str, status: int, headers: Message) -> bool:
    return method in REDIRECTED_METHODS and status in REDIRECTS and "Location" in headers
