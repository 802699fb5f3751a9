"""Turn the HTML of a mail into plain text, with `>` before quoted lines.

The parser reports tags as they come and builds no tree, so deep nesting costs nothing.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

# Cut before parsing: what comes after is no text that somebody wrote.
LONGEST_HTML = 200_000
DEEPEST_QUOTE = 10
MOST_LINES = 5_000
SKIPPED = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select", "textarea"}
BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "tr", "ul",
}  # fmt: skip
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre"}
VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base"}
SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|mso-hide\s{0,5}:\s{0,5}all", re.IGNORECASE)
LINK = re.compile(r"https?://\S{1,1000}", re.IGNORECASE)


class HtmlText:
    """A target of lxml's parser that collects lines of text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._quotes = self._quotes_before = 0
        self._hidden = 0
        self._preformatted = 0
        self._link: tuple[str, int] | None = None
        self._is_apart = False

    def start(self, tag: Any, attributes: Any) -> None:
        """Handle the start of an HTML element: begin a line, quotation, list item or link, or skip hidden content."""
        # Counted and not a flag: hidden elements lie in each other.
        if self._hidden or not isinstance(tag, str) or tag in SKIPPED or is_hidden(attributes):
            # The parser reports an end for each start, also of elements that are never closed.
            self._hidden += 1
            return
        if tag in BLOCKS:
            self._end_line()
        if tag in APART:
            self._is_apart = True
        self._start_inline(tag, attributes)

    def _start_inline(self, tag: str, attributes: Any) -> None:
        if tag == "br":
            self._end_line(is_blank_kept=True)
        elif tag == "hr":
            # A line of a mail program between the answer and the quotation.
            self.lines.append(self._prefix() + "________________________________")
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "li":
            self._line.append("- ")
        elif tag in ("td", "th") and self._line:
            self._line.append(" ")
        elif tag == "a" and LINK.fullmatch(str(attributes.get("href", "")).strip()):
            self._link = (str(attributes["href"]).strip(), len(self._line))

    def end(self, tag: Any) -> None:
        """Handle the end of an HTML element: end its line, quotation or link, and write a link's address out."""
        if self._hidden:
            self._hidden -= 1
            return
        # Void elements have no end tag, but lxml reports an end.
        if tag in VOID:
            return
        if tag == "a":
            self._end_link()
        if tag in BLOCKS:
            self._end_line()
        if tag in APART:
            self._is_apart = True
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)

    def data(self, data: str) -> None:
        """Add the text of an HTML element to the current line, unless the element is hidden."""
        if self._hidden:
            return
        if self._preformatted:
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(is_blank_kept=True)
                self._line.append(line)
        else:
            self._line.append(SPACES.sub(" ", data))

    def comment(self, _text: str) -> None:
        """Ignore an HTML comment: nothing of it becomes text."""

    def close(self) -> str:
        """Return the whole text collected so far, with line feeds between its lines."""
        self._end_line()
        return "\n".join(self.lines)

    def _prefix(self) -> str:
        return ">" * min(self._quotes, DEEPEST_QUOTE) + (" " if self._quotes else "")

    def _end_line(self, *, is_blank_kept: bool = False) -> None:
        self._link = None
        text = "".join(self._line)
        text = text.rstrip() if self._preformatted else SPACES.sub(" ", text).strip()
        self._line = []
        if len(self.lines) >= MOST_LINES or not (text or is_blank_kept):
            return
        if self._is_apart and self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * min(self._quotes, self._quotes_before, DEEPEST_QUOTE))
        self._is_apart, self._quotes_before = False, self._quotes
        self.lines.append((self._prefix() + text).rstrip())

    def _end_link(self) -> None:
        """Write the address of a link after its words, where they do not say it."""
        if self._link is None:
            return
        address, start = self._link
        self._link = None
        words = SPACES.sub(" ", "".join(self._line[start:])).strip()
        # Programs shorten a visible address with "…", which then differs from the real one.
        if words and _bare(words) != _bare(address) and "…" not in words:
            self._line.append(f" <{address}>")


def html_to_text(html: str) -> str:
    """Return the HTML of a mail as plain text with ">" before quoted lines; "" if it cannot be parsed; never raises."""
    # huge_tree lifts lxml's limit of depth (256): there is no tree, so depth costs nothing.
    parser = etree.HTMLParser(target=HtmlText(), recover=True, no_network=True, huge_tree=True)
    try:
        # As UTF-8: a charset that the HTML itself names must not be believed again.
        parser.feed('<meta charset="utf-8">')
        parser.feed(html[:LONGEST_HTML])
        return str(parser.close())
    except (etree.LxmlError, ValueError, AssertionError):
        return ""


def is_hidden(attributes: Any) -> bool:
    """Return whether an HTML element's style attribute hides it from readers (display:none or mso-hide:all)."""
    return HIDDEN.search(str(attributes.get("style", ""))[:500]) is not None


def _bare(address: str) -> str:
    return SCHEME.sub("", address.strip()).rstrip("/").casefold()
