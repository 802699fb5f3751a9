"""The entries of a feed as its format gives them: RSS, RDF and Atom by feedparser, JSON Feed by hand."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import feedparser
from django.utils.dateparse import parse_datetime

from press.reading.errors import Problem, UnreadableFeedError
from press.reading.inspection import MOST_ITEMS


@dataclass(frozen=True)
class Entry:
    """An entry of a feed, as it was given: nothing is cleaned yet."""

    title: str
    url: str
    guid: str
    written_at: dt.datetime | None
    text: str


@dataclass(frozen=True)
class Feed:
    """A feed: its first entries, and the minutes after which it wants to be asked again (0: it does not say)."""

    entries: list[Entry]
    minutes: int = 0


def is_json(body: bytes, content_type: str) -> bool:
    """Return whether a document is JSON rather than XML."""
    return "json" in content_type.lower() or body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def json_feed(body: bytes, url: str) -> Feed:
    """Return the feed of a JSON Feed document. Raises UnreadableFeedError for anything else."""
    try:
        document = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFeedError(Problem.NO_FEED) from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise UnreadableFeedError(Problem.NO_FEED)
    return Feed([_json_entry(item, url) for item in items[:MOST_ITEMS] if isinstance(item, dict)])


def _json_entry(item: dict[str, Any], url: str) -> Entry:
    def text(*names: str) -> str:
        return next((found for name in names if isinstance(found := item.get(name), str) and found), "")

    guid = item.get("id")
    try:
        written = parse_datetime(text("date_published", "date_modified"))
    except ValueError:
        written = None
    return Entry(
        title=text("title"),
        url=_absolute(url, text("url", "external_url")),
        guid=str(guid) if isinstance(guid, str | int) else "",
        written_at=_aware(written),
        text=max(text("content_html"), text("content_text"), text("summary"), key=len),
    )


def xml_feed(body: bytes, content_type: str, url: str) -> Feed:
    """Return the feed of an RSS, RDF or Atom document. Raises UnreadableFeedError for anything else."""
    # As a stream: feedparser takes bytes for the name of a file first.
    headers = {"content-type": content_type, "content-location": url}
    parsed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    # An empty document gives no `version` at all.
    if not parsed.get("version") and not parsed.entries:
        raise UnreadableFeedError(Problem.NO_FEED)
    return Feed([_xml_entry(entry, url) for entry in parsed.entries[:MOST_ITEMS]], _minutes(parsed.feed))


def _xml_entry(entry: Any, url: str) -> Entry:
    # The plain dictionary's: feedparser's own warns where it takes one date for the other.
    moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return Entry(
        title=_text(entry.get("title")),
        url=_absolute(url, _text(entry.get("link"))),
        guid=_text(entry.get("id")),
        written_at=_moment(moment),
        text=max(_texts(entry), key=len, default=""),
    )


def _texts(entry: Any) -> Iterator[str]:
    yield _text(entry.get("summary"))
    for content in entry.get("content") or ():
        yield _text(content.get("value"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _absolute(base: str, url: str) -> str:
    """Return an address that may be relative to the feed's as a whole one; "" for what is none."""
    try:
        return urljoin(base, url.strip()) if url.strip() else ""
    except ValueError:
        return ""


def _moment(parsed: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(tzinfo=dt.UTC) if moment and moment.tzinfo is None else moment


def _minutes(feed: Any) -> int:
    ttl = _text(feed.get("ttl")).strip()
    # A day is the longest interval; more digits are no number of minutes.
    return int(ttl) if ttl.isascii() and ttl.isdigit() and len(ttl) <= 6 else 0
