"""Sentences as a translator types them: links as "[1: words]", bold as "**words**", all else as it is.

A text box holds no markup, and nobody has to write tags. Links are named by their number in the original.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape

# Bounded, so that a text of open brackets or stars alone takes time in proportion to its length.
LINK = re.compile(r"\[(\d{1,3}): ([^\[\]\n]{1,2000})\]")
BOLD = re.compile(r"\*\*([^*\n]{1,2000})\*\*")


def to_typed(html: str) -> str:
    """Return a stored sentence as text for a box, with its links and bold words in the notation."""
    return "".join(_typed(node) for node in BeautifulSoup(html, "html.parser").children)


def from_typed(text: str) -> str:
    """Return typed text as the HTML of a sentence; all that is not the notation's is escaped."""
    html = BOLD.sub(r"<b>\1</b>", str(escape(text)))
    html = LINK.sub(r'<a id="a\1">\2</a>', html)
    return html.replace("\r\n", "\n").replace("\n", "<br/>")


def _typed(node: Any) -> str:
    if isinstance(node, NavigableString):
        return str(node)
    if node.name == "br":
        return "\n"
    inside = "".join(_typed(child) for child in node.children)
    if node.name == "a":
        return f"[{str(node.get('id', ''))[1:]}: {inside}]"
    return f"**{inside}**" if node.name in ("b", "strong") else inside
