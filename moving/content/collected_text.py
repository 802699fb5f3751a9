"""The running text that is collected while HTML is read: paragraphs, lists, links and bold words."""

from __future__ import annotations

import re

from moving.content.rich_text import RichText

SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


class CollectedText:
    """Running text: rich text, unless plain text is being taken for a heading or the like.

    With `is_classic` line ends part lines and paragraphs.
    """

    def __init__(self, *, is_classic: bool) -> None:
        self._is_classic = is_classic
        self._rich = RichText()
        # The plain texts that are being taken, the innermost last.
        self._plain: list[list[str]] = []
        self._quotes = self._lines = 0

    def _place_waiting(self, *, is_in_figure: bool = False) -> None:
        """Place the pictures that came in a paragraph or list behind it."""
        raise NotImplementedError

    def text(self, data: str) -> None:
        """Add text to the open heading, cell, preformatted text or paragraph; only in paragraphs blanks become one."""
        if self._plain:
            self._plain[-1].append(data)
        elif self._lines:
            self._add_lines(data)
        elif self._is_classic and not self._rich.in_list:
            first, *rest = PARAGRAPHS.split(data.replace("\r", ""))
            self._add_lines(first)
            for paragraph in rest:
                self.end_paragraph()
                self._add_lines(paragraph)
        else:
            self._rich.text(SPACES.sub(" ", data))

    def _add_lines(self, data: str) -> None:
        for number, line in enumerate(data.split("\n")):
            if number:
                self._rich.break_line()
            self._rich.text(SPACES.sub(" ", line))

    def break_line(self) -> None:
        """Begin a new line; a second one in a row begins a paragraph."""
        if self._plain:
            self._plain[-1].append(" ")
        elif self._rich.ends_with_break and not self._rich.in_list:
            self.end_paragraph()
        else:
            self._rich.break_line()

    def end_paragraph(self) -> None:
        """End the open paragraph; in a heading, caption or cell it becomes a blank, in a quotation a line end."""
        if self._plain:
            self._plain[-1].append("\n" if self._quotes else " ")
            return
        self._rich.end_paragraph()
        if not self._rich.in_list:
            self._place_waiting()

    def begin_bold(self) -> None:
        """Begin bold text."""
        if not self._plain:
            self._rich.begin("b")

    def end_bold(self) -> None:
        """End bold text."""
        if not self._plain:
            self._rich.end("b")

    def begin_link(self, address: str) -> None:
        """Begin a link to a cleaned, escaped address; "" for a link that falls away, whose words stay."""
        if not self._plain and address:
            self._rich.begin("a", f' href="{address}"')

    def end_link(self) -> None:
        """End the link that is open."""
        if not self._plain:
            self._rich.end("a")

    def begin_lines(self) -> None:
        """Begin preformatted text, in which each line break is kept."""
        self.end_paragraph()
        self._lines += 1

    def end_lines(self) -> None:
        """End preformatted text, in which line breaks are kept."""
        self._lines = max(0, self._lines - 1)
        self.end_paragraph()

    # Lists

    def begin_list(self, tag: str) -> None:
        """Begin a list; one inside another becomes part of that."""
        if not self._plain:
            self._rich.begin_list(tag)

    def end_list(self) -> None:
        """End a list."""
        if not self._plain:
            self._rich.end_list()
            self._place_waiting()

    def begin_item(self) -> None:
        """Begin an item of a list: end the paragraph or item that is open."""
        self.end_item()

    def end_item(self) -> None:
        """End an item of a list; outside of lists it is a paragraph."""
        self.end_paragraph()
