"""Reading Atom archives, also those of Blogger, which holds comments, drafts and settings as entries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.utils.dateparse import parse_datetime
from django.utils.html import escape

from moving.reading.entries import LONGEST_ADDRESS, LONGEST_NAME, MOST_TOPICS, OldEntry, OldSite, cleaned, past
from moving.reading.wxr import LANGUAGES
from moving.reading.xml_stream import elements, local_name

KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
ARTICLE_KINDS = ("#post", "#page")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
BLOGGER_TYPES = {"POST", "PAGE", ""}
BLOGGER_PUBLIC = {"LIVE", ""}
XHTML = "{http://www.w3.org/1999/xhtml}"
NO_NAMES = {"unknown", "anonymous", "noreply@blogger.com"}


def read_atom(path: Path) -> OldSite:
    """Return the site of an Atom file, with what is left out; the file was inspected."""
    left_out: Counter[str] = Counter()
    count = 0
    for element in elements(path, "entry"):
        reason = _why_left_out(element)
        if reason:
            left_out[reason] += 1
        else:
            count += 1
    return OldSite(lambda: _entries(path), count, left_out=left_out)


def _entries(path: Path) -> Iterator[OldEntry]:
    for element in elements(path, "entry"):
        if not _why_left_out(element):
            yield _entry(element)


def _why_left_out(entry: Any) -> str:
    """Return why an entry is no public article, as a code of the report; "" if it is one."""
    kinds = [each.get("term", "") for each in _all(entry, "category") if each.get("scheme") == KIND_SCHEME]
    if kinds and not any(kind.endswith(ARTICLE_KINDS) for kind in kinds):
        return "other-kind"
    if _text(entry, "type") not in BLOGGER_TYPES:
        return "other-kind"
    drafts = [_text(control, "draft") for control in _all(entry, "control")]
    if "yes" in drafts or _text(entry, "status") not in BLOGGER_PUBLIC:
        return "not-public"
    return ""


def _entry(entry: Any) -> OldEntry:
    author = next((_text(person, "name") for person in _all(entry, "author")), "")
    return OldEntry(
        address=_address(entry),
        guid=_text(entry, "id")[:LONGEST_ADDRESS],
        title=_content(entry, "title"),
        content=_content(entry, "content") or _content(entry, "summary"),
        summary=_content(entry, "summary") if _content(entry, "content") else "",
        written_at=past(_moment(entry)),
        author="" if author.casefold() in NO_NAMES else author[:LONGEST_NAME],
        language=LANGUAGES.get((entry.get(LANGUAGE) or "")[:2].lower(), ""),
        topics=_topics(entry),
    )


def _moment(entry: Any) -> dt.datetime | None:
    for name in ("published", "updated"):
        try:
            found = parse_datetime(_text(entry, name)[:40])
        except ValueError:
            found = None
        if found:
            return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    return None


def _address(entry: Any) -> str:
    links = [each for each in _all(entry, "link") if each.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda each: each.get("type", "text/html") != "text/html")
    return next((each.get("href", "").strip()[:LONGEST_ADDRESS] for each in links), "")


def _topics(entry: Any) -> tuple[str, ...]:
    names = [
        (each.get("label") or each.get("term") or "").strip()[:LONGEST_NAME]
        for each in _all(entry, "category")
        if each.get("scheme") != KIND_SCHEME
    ]
    return tuple(dict.fromkeys(name for name in names[:MOST_TOPICS] if name))


def _content(entry: Any, name: str) -> str:
    """Return the HTML of a text of an entry, which may be HTML, XHTML or plain text."""
    found = next(_all(entry, name), None)
    if found is None:
        return ""
    kind = found.get("type", "text")
    if kind == "xhtml":
        return cleaned("".join(_markup(child) for child in found))
    if kind in ("html", "text/html"):
        return cleaned(found.text)
    return escape(cleaned("".join(found.itertext()))).replace("\n\n", "<p>").replace("\n", "<br>")


def _markup(element: Any) -> str:
    # Nothing writes a namespace in HTML.
    for each in element.iter():
        each.tag = str(each.tag).removeprefix(XHTML)
    return str(ElementTree.tostring(element, encoding="unicode", method="html"))


def _text(parent: Any, name: str) -> str:
    found = next(_all(parent, name), None)
    return cleaned(found.text) if found is not None else ""


def _all(parent: Any, name: str) -> Iterator[Any]:
    return (child for child in parent if local_name(child) == name)
