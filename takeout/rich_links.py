"""The links in rich text that name a page or a document by its number."""

from __future__ import annotations

import re
from collections.abc import Callable

from common.typed_text.markup import ATTRIBUTE

# A tag of rich text: the editor writes every other "<" as "&lt;".
OPENED_LINK = re.compile(r"<a\s[^<>]*>")
EMBED = re.compile(r"<embed\b[^<>]*>")
LINKED = ("page", "document")

# Takes a kind ("page" or "document") and the number in the text; returns the new number, or None to take the link away.
Renumber = Callable[[str, int], int | None]


def renumbered(markup: str, renumber: Renumber) -> str:
    """Return rich text with new ids in its links to pages and documents; a link without new id loses its target.

    Where `renumber` returns None the link goes and its words stay.
    """

    def replace(found: re.Match[str]) -> str:
        attributes = attributes_of(found.group())
        kind = attributes.get("linktype", "")
        if not kind:
            return found.group()
        number = attributes.get("id", "")
        # Nine digits: no archive has more pages or files.
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        new = renumber(kind, int(number)) if kind in LINKED and is_number else None
        # Other attributes (such as href) are not kept: Wagtail makes them of the id when it shows the text.
        return "<a>" if new is None else f'<a id="{new}" linktype="{kind}">'

    return OPENED_LINK.sub(replace, markup)


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of a tag by name, as they are written in it."""
    # ATTRIBUTE finds a value in double or in single quotes; one of the two is empty.
    return {name.lower(): double or single for name, double, single in ATTRIBUTE.findall(tag)}
