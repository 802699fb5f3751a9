"""Asking a source for its feed, with what it said last, so that it can answer that nothing is new."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.message import Message

from common.outgoing_http import (
    FetchError,
    ForbiddenAddressError,
    Limits,
    Response,
    TooLargeError,
    fetch,
)
from press.reading.errors import Problem, UnreadableFeedError

# With what parsing may take, and a new process for it, a source is done within twelve seconds.
LIMITS = Limits(seconds=6.0, silence=5.0, redirects=5, wire_bytes=2_000_000, body_bytes=5_000_000)
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
MAX_AGE = re.compile(r"\bmax-age=(\d{1,8})\b")
LONGEST_ETAG, LONGEST_MODIFIED = 300, 100
OK, NOT_MODIFIED, GONE, TOO_MANY_REQUESTS, INTERNAL_ERROR, UNAVAILABLE = 200, 304, 410, 429, 500, 503
# Unauthorized, payment required, forbidden, not acceptable, unavailable for legal reasons.
REFUSALS = {401, 402, 403, 406, 451}


@dataclass(frozen=True)
class Validators:
    """The validators (ETag, Last-Modified) of a server's last answer, which are sent back to it."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request, made of the stored ETag and date; empty ones are left out."""
        sent = {"Accept": ACCEPT, "If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in sent.items() if value}


@dataclass(frozen=True)
class Answer:
    """A server's answer: the document, or None where nothing is new, and its SHA-256 in hexadecimal digits.

    `wait` are the seconds after which the server wants to be asked again (0: unsaid). `moved_to` is the address to
    which it moved for good, "" where it did not. `is_gone` says that there will never be anything there again.
    """

    validators: Validators
    body: bytes | None = None
    content_type: str = ""
    url: str = ""
    wait: int = 0
    moved_to: str = ""
    is_gone: bool = False
    digest: str = ""


class WaitError(UnreadableFeedError):
    """The error of a server that asks to be left alone for some seconds."""

    def __init__(self, problem: str, wait: int) -> None:
        super().__init__(problem)
        self.wait = wait


def ask(url: str, validators: Validators) -> Answer:
    """Request a feed and return the answer. Raises UnreadableFeedError with the problem for every failure."""
    return _answer(url, _response(url, validators.headers(), LIMITS), validators)


def ask_page(url: str, limits: Limits) -> Response:
    """Request a web page and return the response of status 200. Raises UnreadableFeedError with the problem."""
    response = _response(url, {}, limits)
    if response.status != OK:
        raise UnreadableFeedError(problem_of(response.status))
    return response


def _response(url: str, headers: dict[str, str], limits: Limits) -> Response:
    """Return the response of any status. Raises UnreadableFeedError with the problem where there is none."""
    try:
        return fetch(url, headers=headers, limits=limits)
    except TooLargeError as error:
        raise UnreadableFeedError(Problem.TOO_LARGE) from error
    except ForbiddenAddressError as error:
        raise UnreadableFeedError(Problem.FORBIDDEN) from error
    except TimeoutError as error:
        raise UnreadableFeedError(Problem.SLOW) from error
    except FetchError as error:
        raise UnreadableFeedError(Problem.BROKEN) from error
    except (OSError, ValueError) as error:
        raise UnreadableFeedError(Problem.UNREACHABLE) from error


def _answer(url: str, response: Response, sent: Validators) -> Answer:
    status, wait = response.status, seconds_to_wait(response.headers)
    moved_to = response.moved_to if response.moved_to != url else ""
    if status == NOT_MODIFIED:
        return Answer(sent, url=response.url, wait=wait, moved_to=moved_to)
    if status == GONE:
        return Answer(sent, url=response.url, is_gone=True)
    if status == OK:
        headers = response.headers
        said = Validators(_header(headers, "ETag", LONGEST_ETAG), _header(headers, "Last-Modified", LONGEST_MODIFIED))
        kind = _header(headers, "Content-Type", 200)
        digest = hashlib.sha256(response.body).hexdigest()
        return Answer(said, response.body, kind, response.url, wait, moved_to, digest=digest)
    raise WaitError(problem_of(status), wait)


def problem_of(status: int) -> str:
    """Return the FeedProblem that an HTTP status stands for: busy, refused, broken or missing."""
    if status in (TOO_MANY_REQUESTS, UNAVAILABLE):
        return Problem.BUSY
    if status in REFUSALS:
        return Problem.REFUSED
    return Problem.BROKEN if status >= INTERNAL_ERROR else Problem.MISSING


def seconds_to_wait(headers: Message) -> int:
    """Return the seconds after which a server wants to be asked again, by Retry-After or max-age; 0 if unsaid."""
    retry = _header(headers, "Retry-After", 10).strip()
    if retry.isascii() and retry.isdigit():
        return int(retry)
    age = MAX_AGE.search(_header(headers, "Cache-Control", 300))
    return int(age[1]) if age else 0


def _header(headers: Message, name: str, longest: int) -> str:
    """Return a header that can be sent back and stored; "" for a longer one, or one with foreign signs."""
    value = str(headers.get(name) or "").strip()
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
