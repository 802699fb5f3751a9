"""Writing of CSV files that spreadsheets open: a byte order mark, and no text that is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

# Without it Excel takes the letters of the file for those of Western Europe.
BOM = "\ufeff"
# A spreadsheet takes a cell that begins with one of these for a formula; the wide forms are those of Asian keyboards.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV text with a byte order mark; text that a spreadsheet takes for a formula is escaped."""
    file = StringIO(BOM)
    file.seek(0, 2)
    csv.writer(file).writerows([without_formula(cell) for cell in row] for row in rows)
    return file.getvalue()


def without_formula(cell: Any) -> Any:
    """Return a CSV cell; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    Numbers stay as they are, the negative ones too.
    """
    is_number = cell is None or isinstance(cell, int | float)
    return f"'{cell}" if not is_number and str(cell).startswith(BEGINS_FORMULA) else cell
