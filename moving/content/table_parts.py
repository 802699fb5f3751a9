"""Tables of an old site: as tables where they fit."""

from __future__ import annotations

from dataclasses import dataclass, field

from common.typed_text.lengths import length
from common.typed_text.tables import LONGEST_CELL, LONGEST_HEADING, MOST_COLUMNS, MOST_ROWS, TextTable
from moving.content.parts import OldPart
from orgs.pages.blocks import table_value


@dataclass
class TableRows:
    """The rows of a table that is read, with the number of its cells that are headings, and of its pictures."""

    rows: list[list[str]] = field(default_factory=list)
    headings: int = 0
    pictures: int = 0

    @property
    def columns(self) -> int:
        """Return the number of cells of the longest row."""
        return max(map(len, self.rows), default=0)

    @property
    def is_too_large(self) -> bool:
        """Return whether the portal's tables cannot hold so many or such long cells."""
        cells = [cell for row in self.rows for cell in row]
        is_long = any(length(cell) > LONGEST_CELL for cell in cells)
        is_long = is_long or any(length(cell) > LONGEST_HEADING for cell in self.rows[0]) if self.rows else False
        return self.columns > MOST_COLUMNS or len(self.rows) > MOST_ROWS or is_long


def table_part(table: TableRows) -> OldPart | None:
    """Return a table as a block; None for one of a single column or row, for an empty one, and one that is too large.

    Tables of a single column were made to place something on a page.
    """
    table.rows = [row for row in table.rows if any(row)]
    if table.columns < 2 or len(table.rows) < 2 or table.is_too_large:
        return None
    rows = [row + [""] * (table.columns - len(row)) for row in table.rows]
    return OldPart("table", table_value(TextTable(rows)))
