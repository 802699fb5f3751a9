"""Parsing of a document as a feed: what is harmless in this process, the rest in one that is killed when it hangs."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from typing import TypedDict

from django.conf import settings

from common.helper_process import HelperError, HelperProcess
from press.reading.entries import is_json, json_feed, xml_feed
from press.reading.errors import Problem, UnreadableFeedError
from press.reading.inspection import inspect
from press.reading.items import ReadFeed, read_items

logger = logging.getLogger(__name__)

# Bytes. Well-formed documents up to this size take less than a second.
HARMLESS = 1_000_000
# Seconds for the others, with the wait for the process; its own start does not count.
LONGEST = 3.0

# It needs no models, and so a third of the memory and of the time to start.
helper = HelperProcess("press.reading.parsing.answer", sets_up_django=False)


class ParseRequest(TypedDict):
    """A document to parse: its body in base64, the type and address it came with, and the source's language."""

    body: str
    content_type: str
    url: str
    language: str


class ParseAnswer(TypedDict, total=False):
    """The answer of the helper process: the feed, or the problem with it."""

    feed: ReadFeed
    problem: str


def read_feed(body: bytes, content_type: str, url: str, language: str) -> ReadFeed:
    """Return the items of a fetched document. UnreadableFeedError for no feed or a dangerous one, or NoHelperError.

    Raises UnreadableFeedError also for what does not come to an end, and NoHelperError when no process takes it now.
    """
    is_harmless = len(body) <= HARMLESS
    if not is_json(body, content_type):
        inspected = inspect(body)
        body = inspected.body
        is_harmless = inspected.is_well_formed and len(body) <= HARMLESS
    if is_harmless or not settings.CHECKS_ARE_ISOLATED:
        return parse(body, content_type, url, language)
    return _parse_apart(body, content_type, url, language)


def parse(body: bytes, content_type: str, url: str, language: str) -> ReadFeed:
    """Return the items of an inspected document, parsed in this process. Raises UnreadableFeedError for no feed."""
    try:
        feed = json_feed(body, url) if is_json(body, content_type) else xml_feed(body, content_type, url)
        return ReadFeed(items=read_items(feed, language), minutes=feed.minutes)
    except UnreadableFeedError:
        raise
    except Exception as error:
        # A fault of the parser that only this document brings about must not end the reading of others.
        logger.exception("The document at %s could not be parsed.", url)
        raise UnreadableFeedError(Problem.NO_FEED) from error


def _parse_apart(body: bytes, content_type: str, url: str, language: str) -> ReadFeed:
    request = ParseRequest(body=base64.b64encode(body).decode(), content_type=content_type, url=url, language=language)
    try:
        (told,) = helper.ask(request, seconds=LONGEST, total=LONGEST)
    except HelperError as error:
        raise UnreadableFeedError(Problem.DANGEROUS) from error
    if "problem" in told:
        raise UnreadableFeedError(told["problem"])
    return told["feed"]


def answer(request: ParseRequest) -> Iterator[ParseAnswer]:
    """Yield the one answer to a request to parse a document, inside the helper process."""
    body = base64.b64decode(request["body"])
    try:
        yield {"feed": parse(body, request["content_type"], request["url"], request["language"])}
    except UnreadableFeedError as error:
        yield {"problem": error.problem}
