"""Writing of XLSX files, in which no text is taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The width of the first columns, which hold text.
TEXT_WIDTH = 40


def xlsx_bytes(rows: Iterable[Iterable[Any]], text_columns: str = "A") -> bytes:
    """Return rows as an XLSX file with one sheet whose first row stays in view; every text stays text.

    `text_columns` are the letters of the columns that are wide.
    """
    # Large, and only needed here.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, file = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, content in enumerate(row, 1):
            is_text = isinstance(content, str)
            cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", content) if is_text else content)
            if is_text:
                cell.data_type = "s"
    for letter in text_columns:
        sheet.column_dimensions[letter].width = TEXT_WIDTH
    sheet.freeze_panes = "A2"
    book.save(file)
    return file.getvalue()
