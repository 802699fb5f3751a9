"""The news as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed

from catalog.http_validators import domain, printable
from catalog.models import CatalogEntry
from common.typed_text.characters import one_line
from feed.items import FeedItem

# The year in which names under the portal's domain were first given out (RFC 4151).
NAMED_SINCE = "2026"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Channel:
    """The description of a feed; addresses are absolute."""

    title: str
    description: str
    home: str
    feed: str
    language: str


def permanent_id(entry: CatalogEntry) -> str:
    """Return a catalog entry's permanent id for feeds (tag URI), which does not depend on its address."""
    # RFC 4151. By the id: with another address readers would show the page as new.
    return f"tag:{domain()},{NAMED_SINCE}:page:{entry.pk}"


def path_and_query(url: str) -> str:
    """Return the path and query string of a URL, without scheme and host."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class LanguageAwareAtom(Atom1Feed):
    """An Atom feed whose entries have their own language, and whose date is that of its newest entry.

    All text is plain: Django's class calls the summary HTML, and readers would lose what follows a "<".
    """

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Return the XML attributes of an Atom entry: its language."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the XML elements of an Atom entry, with its summary as plain text."""
        # Without the summary, which is added below as plain text.
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})

    def latest_post_date(self) -> datetime:
        """Return the date of a feed's newest entry, or a fixed date for an empty feed."""
        # Django's method returns the present time for an empty feed, which would look changed at every request.
        return super().latest_post_date() if self.items else BEGINNING


def empty_atom(channel: Channel, kind: type[LanguageAwareAtom] = LanguageAwareAtom) -> LanguageAwareAtom:
    """Return an Atom feed of a channel without entries yet, of the given class."""
    return kind(
        one_line(channel.title),
        channel.home,
        printable(channel.description),
        language=channel.language,
        feed_url=channel.feed,
        feed_guid=f"tag:{domain()},{NAMED_SINCE}:{path_and_query(channel.feed)}",
        author_name="Neary",
        subtitle=printable(channel.description) or None,
    )


def json_document(channel: Channel, items: list[dict[str, Any]]) -> bytes:
    """Return a channel with JSON Feed items as a JSON Feed document in bytes."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(channel.title),
        "description": channel.description,
        "home_page_url": channel.home,
        "feed_url": channel.feed,
        "language": channel.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def atom(channel: Channel, items: list[FeedItem], absolute: Callable[[str], str]) -> bytes:
    """Return a feed's channel and items as an Atom document in bytes; `absolute` makes full URLs of paths."""
    feed = empty_atom(channel)
    for item in items:
        entry = item.entry
        feed.add_item(
            one_line(entry.title),
            absolute(entry.url),
            printable(entry.summary),
            unique_id=permanent_id(entry),
            author_name=one_line(entry.organization.name),
            author_link=absolute(f"/{channel.language}/organizations/{entry.organization.slug}/"),
            pubdate=entry.published_at,
            updateddate=max(item.changed_at, entry.published_at),
            categories=[one_line(topic.name) for topic in entry.topics],
            language=entry.language,
        )
    return feed.writeString("utf-8").encode()


def json_feed(channel: Channel, items: list[FeedItem], absolute: Callable[[str], str]) -> bytes:
    """Return a feed's channel and items as a JSON Feed document in bytes; `absolute` makes full URLs of paths."""
    return json_document(channel, [json_item(item, channel.language, absolute) for item in items])


def json_item(item: FeedItem, language: str, absolute: Callable[[str], str]) -> dict[str, Any]:
    """Return a feed item as a JSON Feed item (a dict), without empty fields."""
    entry = item.entry
    fields = {
        "id": permanent_id(entry),
        "url": absolute(entry.url),
        "title": one_line(entry.title),
        # JSON Feed requires a content, also of a page without summary.
        "content_text": entry.summary or entry.title,
        "summary": entry.summary,
        "image": absolute(entry.image) if entry.image else "",
        "date_published": entry.published_at.isoformat(),
        "date_modified": max(item.changed_at, entry.published_at).isoformat(),
        "authors": [
            {
                "name": one_line(entry.organization.name),
                "url": absolute(f"/{language}/organizations/{entry.organization.slug}/"),
            }
        ],
        "tags": [topic.name for topic in entry.topics],
        "language": entry.language,
    }
    return {name: value for name, value in fields.items() if value}
