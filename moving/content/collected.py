"""The parts collected of a text while its HTML is read: paragraphs, headings, quotations, tables, pictures."""

from __future__ import annotations

import re
from collections import Counter

from common.typed_text.lengths import LONGEST_MESSAGE, length
from common.typed_text.markup import without_tags
from common.typed_text.tables import LONGEST_HEADING
from moving.content.collected_text import CollectedText
from moving.content.parts import OldPart, PictureMark
from moving.content.table_parts import TableRows, table_part

ADDRESS = re.compile(r"https?://\S{1,400}")
LONGEST_SOURCE = 200


class Collected(CollectedText):
    """The parts of a text collected so far. What is open at the moment takes the text that comes.

    A heading, a quotation's source, a caption and a cell of a table take plain text; in other places it is rich text.
    """

    def __init__(self, *, is_classic: bool) -> None:
        super().__init__(is_classic=is_classic)
        self.parts: list[OldPart] = []
        self.left_out: Counter[str] = Counter()
        self._level = ""
        self._figures = 0
        self._source = self._caption = ""
        self._tables: list[TableRows] = []
        # Pictures come behind what they stand in.
        self._waiting: list[OldPart] = []

    def leave_out(self, code: str) -> None:
        """Count something that was left out, by a code of the report."""
        self.left_out[code] += 1

    # Plain parts

    def begin_heading(self, level: str) -> None:
        """Begin a heading of this level; inside a quotation, caption or cell it becomes text of that."""
        self._level = level
        self._begin_plain()

    def end_heading(self) -> None:
        """End a heading; one that is too long becomes bold text."""
        words = self._end_plain()
        if words and self._plain:
            self._plain[-1].append(f" {words} ")
        elif words and (self._rich.in_list or length(words) > LONGEST_HEADING):
            self._rich.begin("b")
            self._rich.text(words)
            self._rich.end("b")
            self.end_paragraph()
        elif words:
            self._add(OldPart("heading", {"text": words, "level": self._level or "h2"}))
        self._place_waiting()

    def begin_quotation(self) -> None:
        """Begin a quotation; one inside another becomes part of that."""
        if not self._quotes:
            self.end_paragraph()
            self._source = ""
            self._begin_plain()
        self._quotes += 1

    def end_quotation(self) -> None:
        """End a quotation; one that is too long becomes text."""
        self._quotes = max(0, self._quotes - 1)
        if self._quotes or not self._plain:
            return
        lines = [" ".join(line.split()) for line in "".join(self._plain.pop()).split("\n")]
        words = "\n".join(line for line in lines if line)
        source = self._source[:LONGEST_SOURCE]
        if words and self._plain:
            self._plain[-1].append(f" {words} ")
        elif words and length(words) > LONGEST_MESSAGE:
            self._add_words(f"{words}\n{source}".strip().split("\n"))
        elif words:
            self._add(OldPart("quotation", {"text": words, "source": source}))
        self._place_waiting()

    def begin_source(self) -> None:
        """Begin the source of a quotation; outside of quotations it is text."""
        if self._quotes:
            self._begin_plain()

    def end_source(self) -> None:
        """End the source of a quotation."""
        if self._quotes and len(self._plain) > 1:
            self._source = self._end_plain()

    def _begin_plain(self) -> None:
        if not self._plain:
            self.end_paragraph()
        self._plain.append([])

    def _end_plain(self) -> str:
        return " ".join("".join(self._plain.pop()).split()) if self._plain else ""

    # Pictures and videos

    def picture(self, mark: PictureMark) -> None:
        """Add a picture, behind the paragraph or table that it stands in."""
        if self._tables:
            self._tables[-1].pictures += 1
        self._waiting.append(OldPart("picture", mark))
        if not self._plain and self._rich.is_empty:
            self._place_waiting(is_in_figure=bool(self._figures))

    def video(self, address: str) -> None:
        """Add a link to a video; no player comes in."""
        self._waiting.append(OldPart("video", address))

    def begin_figure(self) -> None:
        """Begin a figure, whose pictures share a caption."""
        self._figures += 1
        self._caption = ""

    def begin_caption(self) -> None:
        """Begin the caption of a figure."""
        self._begin_plain()

    def end_caption(self) -> None:
        """End the caption of a figure."""
        self._caption = self._end_plain() or self._caption

    def end_figure(self, caption: str) -> None:
        """End a figure; its caption is that of its last picture. Without a picture it is text."""
        self._figures = max(0, self._figures - 1)
        loose = "" if self._caption or self._plain else self._rich.take_loose()
        words = self._caption or caption or " ".join(loose.split())
        self._caption = ""
        pictures = [part.value for part in self._waiting if part.kind == "picture"]
        if pictures and words:
            pictures[-1].caption = words
        elif words and not self._plain:
            self._rich.text(words)
        self.end_paragraph()

    def _place_waiting(self, *, is_in_figure: bool = False) -> None:
        if self._plain or self._tables or self._figures or is_in_figure:
            return
        waiting, self._waiting = self._waiting, []
        for part in waiting:
            self._add(part)

    # Tables

    def begin_table(self) -> None:
        """Begin a table; one inside another is text of its cell."""
        if not self._plain:
            self.end_paragraph()
        self._tables.append(TableRows())

    def begin_row(self) -> None:
        """Begin a row of the innermost table."""
        if self._tables:
            self._tables[-1].rows.append([])

    def begin_cell(self, *, is_heading: bool) -> None:
        """Begin a cell of the innermost table."""
        if self._tables:
            self._tables[-1].headings += is_heading
            self._plain.append([])

    def end_cell(self) -> None:
        """End a cell of the innermost table."""
        if self._tables and self._plain:
            rows = self._tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(self._end_plain())

    def end_table(self) -> None:
        """End a table: it becomes a table, the caption of its only picture, or text where it is too large."""
        if not self._tables:
            return
        table = self._tables.pop()
        words = [cell for row in table.rows for cell in row if cell]
        if self._plain:
            self._plain[-1].append(" " + " ".join(words) + " ")
            return
        pictures = [part.value for part in self._waiting if part.kind == "picture"]
        if table.pictures and pictures and len(words) <= 1:
            pictures[-1].caption = pictures[-1].caption or " ".join(words)
        elif part := table_part(table):
            self._add(part)
        else:
            self.left_out["table"] += table.is_too_large
            self._add_words([" | ".join(filter(None, row)) for row in table.rows])
        self._place_waiting()

    # Parts

    def _add_words(self, paragraphs: list[str]) -> None:
        for words in paragraphs:
            self._rich.text(words)
            self.end_paragraph()

    def _add(self, part: OldPart) -> None:
        self._flush()
        self.parts.append(part)

    def _flush(self) -> None:
        """Write the paragraphs so far as parts; one that is nothing but an address becomes a video or a link."""
        for markup in self._rich.take():
            words = without_tags(markup).strip()
            if markup.count("<p>") == 1 and ADDRESS.fullmatch(words) and "<a" not in markup:
                self.parts.append(OldPart("address", words))
            else:
                self.parts.append(OldPart("paragraph", markup))

    def end_all(self) -> None:
        """End everything that is still open."""
        while self._plain:
            words = self._end_plain()
            self._quotes = 0
            if words and not self._plain:
                self._rich.text(words)
        self._tables, self._figures = [], 0
        self._rich.end_list(is_all=True)
        self.end_paragraph()
        self._place_waiting()
        self._flush()
