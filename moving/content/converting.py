"""Converting a text of an old site."""

from __future__ import annotations

from html import escape, unescape
from typing import cast

from lxml import etree

from common.typed_text.markup import has_foreign_markup, without_tags
from common.typed_text.web_addresses import clean_address
from moving.content.collected import Collected
from moving.content.html_target import VIDEOS, HtmlTarget
from moving.content.parts import ConvertedText, OldPart
from moving.content.wordpress import without_shortcodes
from press.reading.keys import is_web_address
from press.reading.plain_text import plain_text


def convert(markup: str, base: str, *, is_classic: bool) -> ConvertedText:
    """Return the HTML of an old site as parts without scripts, frames, counters and foreign tags; never raises.

    `base` is the address at which the text stood. With `is_classic` line ends part paragraphs.
    """
    target = HtmlTarget(base, is_classic=is_classic)
    parser = etree.HTMLParser(target=target, recover=True, no_network=True, huge_tree=True)
    try:
        # As UTF-8: a charset that the HTML itself names must not be believed again.
        # The body is opened: else elements that the parser does not know, such as figure, would count as the head's.
        parser.feed('<meta charset="utf-8"></head><body>')
        parser.feed(without_shortcodes(markup))
        collected = cast(Collected, parser.close())
    except (etree.LxmlError, ValueError, AssertionError):
        words = plain_text(markup)
        return ConvertedText([OldPart("paragraph", f"<p>{escape(words, quote=False)}</p>")] if words else [])
    return ConvertedText([_finished(part) for part in collected.parts], collected.left_out)


def _finished(part: OldPart) -> OldPart:
    """Return a part whose bare address is a video or a link, and whose rich text was checked once more."""
    if part.kind == "video":
        return _video(part.value)
    if part.kind == "address":
        address = unescape(part.value)
        if VIDEOS.match(address):
            return _video(address)
        shown = escape(clean_address(address))
        is_link = is_web_address(address)
        return OldPart("paragraph", f'<p><a href="{shown}">{shown}</a></p>' if is_link else f"<p>{part.value}</p>")
    if part.kind == "paragraph" and has_foreign_markup(part.value):
        words = escape(unescape(without_tags(part.value, " ")), quote=False)
        return OldPart("paragraph", f"<p>{words}</p>")
    return part


def _video(address: str) -> OldPart:
    address = clean_address(address.replace("http://", "https://", 1))
    host = address.split("/")[2].removeprefix("www.")
    return OldPart("video", {"title": f"Video: {host}", "url": address})
