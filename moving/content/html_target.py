"""The target of lxml's parser that turns the HTML of an old site into parts.

The parser reports tags as they come and builds no tree, so deep nesting costs nothing. Only what is named here becomes
part of a page: text, and of tags what the portal's own editor writes. All else falls away by not being named.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import urljoin

from common.typed_text.web_addresses import clean_address
from discussions.incoming.html_text import SKIPPED, is_hidden
from moving.content.collected import Collected
from moving.content.parts import PictureMark
from moving.content.wordpress import ATTACHMENT
from press.reading.keys import is_web_address

BLOCKS = {
    "address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "footer", "form",
    "header", "hr", "html", "main", "nav", "p", "section", "summary",
}  # fmt: skip
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
BOLD = {"b", "strong"}
LISTS = {"ul", "ol"}
# Foreign players and frames; of a video the link stays.
FRAMES = {"iframe", "embed", "video", "audio", "source", "amp-img"}
DROPPED = SKIPPED | {"button", "option", "canvas", "map", "applet", "noembed", "noframes"}
VIDEOS = re.compile(
    r"\A(?:https?:)?//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|player\.vimeo\.com|"
    r"dailymotion\.com|facebook\.com/[^/]{1,80}/videos|wordpress\.tv|videopress\.com)/\S{1,400}\Z"
)
EMBEDDED_VIDEO = re.compile(r"\A(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})")
# Pictures that count readers, and smileys.
COUNTERS = re.compile(
    r"pixel\.wp\.com|stats\.wordpress\.com|b\.gif\?|/pixel\b|/tracker/|feedburner\.com/~|doubleclick\.net"
    r"|google-analytics\.com|facebook\.com/tr\b|feedsportal\.com",
    re.IGNORECASE,
)
SMILEYS = re.compile(r"wp-smiley|emoji")
SMALLEST = 3
LINKS = ("http://", "https://", "mailto:", "tel:")


class HtmlTarget:
    """A target of lxml's parser that collects the parts of a text. `base` is the address where the text stood."""

    def __init__(self, base: str, *, is_classic: bool) -> None:
        self.base, self.collected = base, Collected(is_classic=is_classic)
        self._hidden = 0
        self._captions: list[str] = []

    def start(self, tag: Any, attributes: Any) -> None:
        """Handle the start of an HTML element; hidden ones, scripts, buttons and such are skipped with all inside."""
        if self._hidden or not isinstance(tag, str) or tag in DROPPED or is_hidden(attributes):
            # The parser reports an end for each start, also of elements that are never closed.
            self._hidden += 1
            if tag == "script":
                self.collected.leave_out("script")
            return
        if any(str(name).lower().startswith("on") for name in attributes):
            self.collected.leave_out("handler")
        self._start(tag, attributes)

    def _start(self, tag: str, attributes: Any) -> None:
        into = self.collected
        if tag in BLOCKS or tag in HEADINGS or tag in LISTS:
            into.end_paragraph()
        if tag in HEADINGS:
            into.begin_heading(HEADINGS[tag])
        elif tag in LISTS:
            into.begin_list(tag)
        elif tag == "a":
            into.begin_link(self._link(str(attributes.get("href", ""))))
        elif tag in BOLD or tag == "dt":
            into.begin_bold()
        elif tag == "br":
            into.break_line()
        elif tag == "img":
            self._picture(attributes)
        elif tag in FRAMES:
            self._frame(str(attributes.get("src", "")))
        else:
            self._start_container(tag, attributes)

    def _start_container(self, tag: str, attributes: Any) -> None:
        into = self.collected
        if tag == "li":
            into.begin_item()
        elif tag == "blockquote":
            into.begin_quotation()
        elif tag in ("cite", "q"):
            into.begin_source() if tag == "cite" else into.text("“")
        elif tag == "figure":
            into.end_paragraph()
            into.begin_figure()
            self._captions.append(str(attributes.get("data-caption", "")))
        elif tag == "figcaption":
            into.begin_caption()
        elif tag == "table":
            into.begin_table()
        elif tag == "tr":
            into.begin_row()
        elif tag in ("td", "th"):
            into.begin_cell(is_heading=tag == "th")
        elif tag == "caption":
            into.begin_cell(is_heading=False)
        elif tag == "pre":
            into.begin_lines()

    def end(self, tag: Any) -> None:
        """Handle the end of an HTML element: end the heading, list, link, paragraph or table that it began."""
        if self._hidden:
            self._hidden -= 1
            return
        into = self.collected
        if tag in HEADINGS:
            into.end_heading()
        elif tag in LISTS:
            into.end_list()
        elif tag == "a":
            into.end_link()
        elif tag in BOLD or tag == "dt":
            into.end_bold()
        if tag in BLOCKS:
            into.end_paragraph()
        else:
            self._end_container(str(tag))

    def _end_container(self, tag: str) -> None:
        into = self.collected
        if tag == "li":
            into.end_item()
        elif tag == "blockquote":
            into.end_quotation()
        elif tag == "cite":
            into.end_source()
        elif tag == "q":
            into.text("”")
        elif tag == "figure":
            into.end_figure(self._captions.pop() if self._captions else "")
        elif tag == "figcaption":
            into.end_caption()
        elif tag == "table":
            into.end_table()
        elif tag in ("td", "th", "caption"):
            into.end_cell()
        elif tag == "pre":
            into.end_lines()

    def data(self, data: str) -> None:
        """Add the text of an HTML element, unless the element is hidden."""
        if not self._hidden:
            self.collected.text(data)

    def comment(self, _text: str) -> None:
        """Ignore an HTML comment, such as those of WordPress' editor of blocks."""

    def pi(self, *_instruction: Any) -> None:
        """Ignore a processing instruction."""

    def close(self) -> Collected:
        """End every element that is still open, and return all parts that were collected."""
        self.collected.end_all()
        return self.collected

    def _link(self, address: str) -> str:
        """Return the whole, cleaned address of a link; "" for one that is none of the web, such as javascript:."""
        try:
            whole = urljoin(self.base, address.strip()) if address.strip() else ""
        except ValueError:
            return ""
        if not whole.lower().startswith(LINKS):
            if whole and not whole.startswith("#"):
                self.collected.leave_out("link")
            return ""
        if whole.lower().startswith(("mailto:", "tel:")):
            return escape(whole) if whole.isprintable() and " " not in whole else ""
        return escape(clean_address(whole)) if is_web_address(whole) else ""

    def _picture(self, attributes: Any) -> None:
        address = str(attributes.get("src", "")).strip() or str(attributes.get("data-src", "")).strip()
        alt_text = " ".join(str(attributes.get("alt", "")).split())
        if SMILEYS.search(str(attributes.get("class", ""))):
            self.collected.text(alt_text)
        elif _is_tiny(attributes) or COUNTERS.search(address[:1000]) or address.startswith("data:"):
            self.collected.leave_out("counter")
        elif address:
            self._add_picture(address, alt_text)

    def _add_picture(self, address: str, alt_text: str) -> None:
        try:
            whole = address if address.startswith(ATTACHMENT) else urljoin(self.base, address)
        except ValueError:
            return
        self.collected.picture(PictureMark(whole[:1000], alt_text))

    def _frame(self, address: str) -> None:
        if found := EMBEDDED_VIDEO.match(address):
            address = f"https://www.youtube.com/watch?v={found[1]}"
        if VIDEOS.match(address):
            self.collected.video(f"https:{address}" if address.startswith("//") else address)
        else:
            self.collected.leave_out("frame")


def _is_tiny(attributes: Any) -> bool:
    """Return whether a picture is said to be of a pixel or two, as those that count readers are."""
    sizes = (str(attributes.get(name, "")).strip().removesuffix("px") for name in ("width", "height"))
    return any(size.isdecimal() and int(size[:6]) < SMALLEST for size in sizes)
