"""Reading WordPress exports (WXR): RSS with WordPress' own elements."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.utils.dateparse import parse_datetime

from khmer.dates import PHNOM_PENH
from moving.reading.entries import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    MOST_TOPICS,
    OldEntry,
    OldPicture,
    OldSite,
    cleaned,
    past,
)
from moving.reading.xml_stream import elements, local_name, namespace

# Kinds of entries that are articles; others are menus, styles, revisions, and whatever plug-ins store.
KINDS = {"post", "page", ""}
PUBLIC = {"publish", ""}
TOPIC_DOMAINS = {"category", "post_tag", "tag", ""}
LANGUAGE_DOMAIN = "language"
WITHOUT_TOPIC = {"uncategorized", "uncategorised"}
LANGUAGES = {"km": "km", "kh": "km", "khmer": "km", "en": "en", "english": "en"}
BLOCK_EDITOR = "<!-- wp:"


@dataclass
class _Item:
    """An item of an export: its plain values by name, with those of WordPress apart."""

    values: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str, str]] = field(default_factory=list)


def read_wxr(path: Path) -> OldSite:
    """Return the site of a WordPress export, with its pictures and what is left out; the file was inspected."""
    pictures: dict[str, OldPicture] = {}
    authors: dict[str, str] = {}
    left_out: Counter[str] = Counter()
    count = 0
    for element in elements(path, "item", "author"):
        if local_name(element) == "author":
            _add_author(element, authors)
            continue
        item = _item(element)
        if item.values.get("post_type") == "attachment":
            _add_picture(item, pictures)
        elif reason := _why_left_out(item):
            left_out[reason] += 1
        else:
            count += 1
    return OldSite(lambda: _entries(path, authors), count, pictures, left_out)


def _entries(path: Path, authors: dict[str, str]) -> Iterator[OldEntry]:
    for element in elements(path, "item"):
        item = _item(element)
        if item.values.get("post_type") != "attachment" and not _why_left_out(item):
            yield _entry(item, authors)


def _item(element: Any) -> _Item:
    item = _Item()
    for child in element:
        name, space = local_name(child), namespace(child)
        if name == "encoded":
            name = "excerpt" if "excerpt" in space else "content"
        if name == "category":
            item.categories.append((child.get("domain", ""), child.get("nicename", ""), cleaned(child.text)))
        elif name == "postmeta":
            parts = {local_name(part): part.text or "" for part in child}
            item.meta[parts.get("meta_key", "")] = parts.get("meta_value", "")
        else:
            item.values.setdefault(name, cleaned(child.text))
    return item


def _why_left_out(item: _Item) -> str:
    """Return why an item is no public article, as a code of the report; "" if it is one."""
    if item.values.get("post_type", "") not in KINDS:
        return "other-kind"
    if item.values.get("status", "") not in PUBLIC or item.values.get("post_password"):
        return "not-public"
    return ""


def _entry(item: _Item, authors: dict[str, str]) -> OldEntry:
    values = item.values
    content = values.get("content") or values.get("description", "")
    login = values.get("creator", "")
    thumbnail = item.meta.get("_thumbnail_id", "").strip()
    return OldEntry(
        address=values.get("link", "")[:LONGEST_ADDRESS],
        guid=values.get("guid", "")[:LONGEST_ADDRESS],
        title=values.get("title", ""),
        content=content,
        summary=values.get("excerpt", ""),
        written_at=past(_moment(values)),
        # A login tells nothing to readers, and is half of what somebody needs to sign in there.
        author=authors.get(login, "" if authors else login)[:LONGEST_NAME],
        language=_language(item),
        topics=_topics(item),
        slug=unquote(values.get("post_name", ""))[:LONGEST_NAME],
        pictures=(f"attachment:{thumbnail}",) if thumbnail.isdecimal() else (),
        is_classic=BLOCK_EDITOR not in content,
    )


def _moment(values: dict[str, str]) -> dt.datetime | None:
    """Return when an item was published, from the first of its dates that is one."""
    for name, zone in (("post_date_gmt", dt.UTC), ("post_date", PHNOM_PENH)):
        try:
            found = parse_datetime(values.get(name, "")[:40])
        except ValueError:
            found = None
        if found:
            return found.replace(tzinfo=zone) if found.tzinfo is None else found
    try:
        sent = parsedate_to_datetime(values.get("pubDate", "")[:60])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return sent.replace(tzinfo=dt.UTC) if sent.tzinfo is None else sent


def _topics(item: _Item) -> tuple[str, ...]:
    names = [
        (name or slug)[:LONGEST_NAME]
        for domain, slug, name in item.categories
        if domain in TOPIC_DOMAINS and slug not in WITHOUT_TOPIC and (name or slug)
    ]
    return tuple(dict.fromkeys(names[:MOST_TOPICS]))


def _language(item: _Item) -> str:
    """Return the language that a plug-in for translations wrote; "" where none did."""
    said = (slug.lower() for domain, slug, _name in item.categories if domain == LANGUAGE_DOMAIN)
    return next((LANGUAGES[slug[:7]] for slug in said if slug[:7] in LANGUAGES), "")


def _add_author(element: Any, authors: dict[str, str]) -> None:
    """Note the name of an author by the login that items give."""
    parts = {local_name(part): cleaned(part.text, LONGEST_NAME) for part in element}
    if login := parts.get("author_login"):
        authors[login] = parts.get("author_display_name", "")


def _add_picture(item: _Item, pictures: dict[str, OldPicture]) -> None:
    number, address = item.values.get("post_id", ""), item.values.get("attachment_url", "")
    if number.isdecimal() and address:
        alt_text = cleaned(item.meta.get("_wp_attachment_image_alt"), 1000)
        pictures[number] = OldPicture(address[:LONGEST_ADDRESS], alt_text, item.values.get("excerpt", "")[:1000])
