"""Sentences as a translator types them: links as "[1: words]", bold as "**words**", all else as it is.

A text box holds no markup, and nobody has to write tags. Links are named by their number in the original.
"""

from __future__ import annotations

import html
import re

from common.typed_text.markup import without_tags

# Bounded, so that a text of open brackets or stars alone takes time in proportion to its length.
LINK = re.compile(r"\[(\d{1,3}): ([^\[\]\n]{1,2000})\]")
BOLD = re.compile(r"\*\*([^*\n]{1,2000})\*\*")
# The tags of a stored sentence: wagtail-localize writes them in one way alone.
LINK_TAG = re.compile(r'<a id="a(\d{1,3})">')
ANY_LINK = re.compile(r"<a\b", re.IGNORECASE)


def to_typed(sentence: str) -> str:
    """Return a stored sentence (HTML) as text for a box, with its links and bold words in the notation."""
    text = LINK_TAG.sub(r"[\1: ", sentence).replace("</a>", "]").replace("<br/>", "\n")
    for tag in ("<b>", "</b>", "<strong>", "</strong>"):
        text = text.replace(tag, "**")
    return html.unescape(without_tags(text))


def from_typed(text: str) -> str:
    """Return typed text as the HTML of a sentence; all that is not the notation's is escaped."""
    sentence = BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))
    sentence = LINK.sub(r'<a id="a\1">\2</a>', sentence)
    return sentence.replace("\r\n", "\n").replace("\n", "<br/>")


def links_in(sentence: str) -> list[str]:
    """Return the numbers of the links in a stored sentence, sorted; one that stands there twice is in it twice."""
    return sorted(LINK_TAG.findall(sentence))


def without_links(sentence: str) -> str:
    """Return a stored sentence with its links as plain words."""
    return LINK_TAG.sub("", sentence).replace("</a>", "")
