"""Items as they are stored, made of the entries of a feed: short, cleaned, and with their keys."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from common.typed_text.characters import has_content
from common.typed_text.web_addresses import clean_address
from khmer.lines import excerpt, first_words
from press.excerpts import short_excerpt
from press.limits import LONGEST_TITLE, LONGEST_URL
from press.reading.entries import Entry, Feed
from press.reading.keys import address_key, digest, is_web_address, title_key
from press.reading.plain_text import plain_text
from press.stories.sketch import sketch_of

# The shorter limits are for titles whose letters take many characters of the computer.
TITLE_LIMITS = (200, 120, 80, 40)
FIRST_WORDS = 80
# A text is Khmer when so large a part of its letters is; names and numbers are often Latin.
KHMER_SHARE = 0.3


class ReadItem(TypedDict):
    """An item of a feed. It holds no more of the source's text than is stored; "" as time when none is told.

    `sketch` is in hexadecimal digits.
    """

    url: str
    url_key: str
    guid_key: str
    title_key: str
    title: str
    excerpt: str
    language: str
    written_at: str
    sketch: str


class ReadFeed(TypedDict):
    """The items of a feed that was read, and the minutes after which it wants to be asked again (0: unsaid)."""

    items: list[ReadItem]
    minutes: int


def read_items(feed: Feed, language: str) -> list[ReadItem]:
    """Return a feed's items that have a title and a link, each once; `language` is that of items with few letters."""
    guids = Counter(entry.guid for entry in feed.entries)
    urls = Counter(address_key(entry.url) for entry in feed.entries if is_web_address(entry.url))
    found: dict[str, ReadItem] = {}
    for entry in feed.entries:
        # What all items of a feed have in common tells none of them from another.
        guid = entry.guid if guids[entry.guid] == 1 else ""
        if item := _item(entry, guid, urls, language):
            found.setdefault(item["url_key"], item)
    return list(found.values())


def _item(entry: Entry, guid: str, urls: Counter[str], language: str) -> ReadItem | None:
    text = plain_text(entry.text)
    title = short_title(plain_text(entry.title) or first_words(text, FIRST_WORDS))
    if not title or not is_web_address(entry.url) or len(entry.url) > LONGEST_URL:
        return None
    url_key = address_key(entry.url)
    if urls[url_key] > 1:
        url_key = digest(f"{url_key} {guid or title}")
    return ReadItem(
        url=clean_address(entry.url),
        url_key=url_key,
        guid_key=digest(guid) if guid else "",
        title_key=title_key(title, entry.written_at),
        title=title,
        excerpt=short_excerpt(text),
        language=language_of(f"{title} {text}") or language,
        written_at=entry.written_at.isoformat() if entry.written_at else "",
        sketch=sketch_of(text).hex(),
    )


def short_title(title: str) -> str:
    """Return a title that fits into its column, cut at a word; "" when nothing is visible, or none fits."""
    if not has_content(title):
        return ""
    cut = (excerpt(title[: 4 * LONGEST_TITLE], limit) for limit in TITLE_LIMITS)
    return next((short for short in cut if len(short.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_TITLE), "")


def language_of(text: str) -> str:
    """Return "km" or "en" by the share of Khmer letters in a text; "" for a text with few letters of either."""
    khmer = sum(1 for letter in text if "\u1780" <= letter <= "\u17ff")
    others = sum(1 for letter in text if letter.isalpha() and not "\u1780" <= letter <= "\u17ff")
    if khmer + others < 3:
        return ""
    return "km" if khmer / (khmer + others) > KHMER_SHARE else "en"
