"""The CSV files of Wagtail's reports, in which no text is taken for a formula."""

from __future__ import annotations

from typing import Any

from common.spreadsheets.csv_file import without_formula


def write_csv_row(self: Any, writer: Any, row_dict: dict[str, Any]) -> Any:
    """Write one row of a report to Wagtail's CSV writer, with formulas escaped, and return the writer's answer."""
    cells = {name: self.preprocess_field_value(name, value, self.FORMAT_CSV) for name, value in row_dict.items()}
    return writer.writerow({name: without_formula(cell) for name, cell in cells.items()})
