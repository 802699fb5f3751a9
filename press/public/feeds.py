"""The press review as Atom (RFC 4287) and as JSON Feed 1.1: title, link and excerpt of each clipping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from catalog.http_validators import printable
from common.typed_text.characters import one_line
from feed.formats import Channel, LanguageAwareAtom, empty_atom, json_document, permanent_id
from press.public.listing import ListedClipping


class ClippingAtom(LanguageAwareAtom):
    """An Atom feed whose entries lead to the original, and name the portal's own page of the clipping as related."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the XML elements of an entry, with the address of the clipping's page."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("link", "", {"rel": "related", "href": item["page"]})


def press_atom(channel: Channel, clippings: Iterable[ListedClipping], absolute: Callable[[str], str]) -> bytes:
    """Return clippings as an Atom document in bytes; `absolute` makes full URLs of paths."""
    feed = empty_atom(channel, ClippingAtom)
    for each in clippings:
        entry = each.entry
        feed.add_item(
            one_line(entry.title),
            each.address,
            printable(entry.summary),
            unique_id=permanent_id(entry),
            author_name=one_line(each.source.name),
            author_link=each.source.site or None,
            pubdate=entry.published_at,
            updateddate=entry.published_at,
            categories=[one_line(topic.name) for topic in entry.topics],
            language=entry.language,
            page=absolute(entry.url),
        )
    return feed.writeString("utf-8").encode()


def press_json(channel: Channel, clippings: Iterable[ListedClipping], absolute: Callable[[str], str]) -> bytes:
    """Return clippings as a JSON Feed document in bytes; `absolute` makes full URLs of paths."""
    return json_document(channel, [_json_item(each, absolute) for each in clippings])


def _json_item(clipping: ListedClipping, absolute: Callable[[str], str]) -> dict[str, Any]:
    """Return a clipping as an item of a JSON Feed, whose `external_url` is the original; without empty fields."""
    entry, source = clipping.entry, clipping.source
    author = {"name": one_line(source.name), "url": source.site}
    fields = {
        "id": permanent_id(entry),
        "url": absolute(entry.url),
        "external_url": clipping.address,
        "title": one_line(entry.title),
        "content_text": entry.summary or entry.title,
        "date_published": entry.published_at.isoformat(),
        "authors": [{name: value for name, value in author.items() if value}],
        "tags": [topic.name for topic in entry.topics],
        "language": entry.language,
    }
    return {name: value for name, value in fields.items() if value}
