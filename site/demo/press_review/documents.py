"""The feeds of the demo's invented media as documents: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import format_datetime
from xml.sax.saxutils import escape

from demo.press_review.content import DemoItem, DemoSource

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def feed_document(source: DemoSource, now: dt.datetime) -> bytes:
    """Return the feed of an invented medium as a document in the form that the medium uses."""
    writers = {"rss": _rss, "atom": _atom, "rdf": _rdf, "json": _json}
    return writers[source.form](source, now).encode()


def _name(source: DemoSource) -> str:
    return source.names[f"name_{source.language}"]


def _rss(source: DemoSource, now: dt.datetime) -> str:
    items = "".join(
        f"<item><title>{escape(item.title)}</title><link>{source.address(item.slug)}</link>"
        f"<guid>{source.address(item.slug)}</guid><description>{escape(item.text)}</description>"
        f"<pubDate>{format_datetime(item.written_at(now))}</pubDate></item>"
        for item in source.items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(_name(source))}</title>'
        f"<link>{source.site}</link><description>{escape(_name(source))}</description>{items}</channel></rss>"
    )


def _atom(source: DemoSource, now: dt.datetime) -> str:
    entries = "".join(
        f"<entry><title>{escape(item.title)}</title><id>{source.address(item.slug)}</id>"
        f'<link href="{source.address(item.slug)}"/><updated>{item.written_at(now).isoformat()}</updated>'
        f"<content>{escape(item.text)}</content></entry>"
        for item in source.items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>{source.site}</id>'
        f"<title>{escape(_name(source))}</title><updated>{source.items[0].written_at(now).isoformat()}</updated>{entries}</feed>"
    )


def _rdf(source: DemoSource, now: dt.datetime) -> str:
    items = "".join(
        f'<item rdf:about="{source.address(item.slug)}"><title>{escape(item.title)}</title>'
        f"<link>{source.address(item.slug)}</link><description>{escape(item.text)}</description>"
        f"<dc:date>{item.written_at(now).isoformat()}</dc:date></item>"
        for item in source.items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{source.site}"><title>{escape(_name(source))}</title><link>{source.site}</link>'
        f"<description>{escape(_name(source))}</description></channel>{items}</rdf:RDF>"
    )


def _json(source: DemoSource, now: dt.datetime) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _name(source),
        "home_page_url": source.site,
        "items": [_json_item(source, item, now) for item in source.items],
    }
    return json.dumps(feed, ensure_ascii=False)


def _json_item(source: DemoSource, item: DemoItem, now: dt.datetime) -> dict[str, str]:
    address, written = source.address(item.slug), item.written_at(now).isoformat()
    return {"id": address, "url": address, "title": item.title, "content_text": item.text, "date_published": written}
