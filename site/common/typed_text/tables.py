"""Tables in plain text, as Word, Excel and Google Docs paste them: a line a row and a tab between cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from common.typed_text.lengths import length

# Limits of a table; a larger one stays lines of text.
MOST_COLUMNS, MOST_ROWS = 12, 200
LONGEST_CELL, LONGEST_HEADING = 500, 150


@dataclass(frozen=True)
class TextTable:
    """A table in a text; its first row holds the headings when each of its cells has words."""

    rows: list[list[str]]

    @property
    def headings(self) -> list[str]:
        """Return the cells of the table's heading row, or [] when it has none."""
        first = self.rows[0]
        is_head = len(self.rows) > 1 and all(cell and not cell.isdecimal() for cell in first)
        return first if is_head else []

    @property
    def body(self) -> list[list[str]]:
        """Return the table's rows without its heading row."""
        return self.rows[1:] if self.headings else self.rows


def parts_of(text: str) -> Iterator[str | TextTable]:
    """Yield a text's passages (str) and its tables (lines with tabs), in order."""
    for has_tabs, group in groupby(text.split("\n"), key=lambda line: "\t" in line):
        lines = list(group)
        if table := _table(lines) if has_tabs else None:
            yield table
        elif passage := "\n".join(lines).strip("\n"):
            yield passage


def as_text(parts: list[str | TextTable]) -> str:
    """Return passages and tables as one plain text, which `parts_of` splits into the same again."""
    return "\n\n".join(part if isinstance(part, str) else "\n".join(map("\t".join, part.rows)) for part in parts)


def _table(lines: list[str]) -> TextTable | None:
    """Return the table of these lines; None where the tabs only indent, and where it is too large."""
    rows = [[" ".join(cell.split()) for cell in line.split("\t")] for line in lines]
    columns = max(map(len, rows))
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    if len(rows) < 2 or len(rows) > MOST_ROWS or columns > MOST_COLUMNS or full * 2 < len(rows):
        return None
    if any(
        length(cell) > (LONGEST_CELL if number else LONGEST_HEADING) for number, row in enumerate(rows) for cell in row
    ):
        return None
    return TextTable([row + [""] * (columns - len(row)) for row in rows])
