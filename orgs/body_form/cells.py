"""The cells of a table as a form field: a row of headings, and rows of cells, each typed in a box of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from common.typed_text.tables import LONGEST_CELL, LONGEST_HEADING, MOST_COLUMNS, MOST_ROWS

TYPES = ("text", "number")
TOO_LARGE = _("A table has at most %(columns)s columns and %(rows)s rows.")

# {"types": a type for each column, "headings": a text for each column, "rows": lists of texts}
Cells = dict[str, list[Any]]


def empty_cells() -> Cells:
    """Return the cells of a new table: two columns, and two rows below their headings."""
    return {"types": ["text", "text"], "headings": ["", ""], "rows": [["", ""], ["", ""]]}


class CellsWidget(forms.Widget):
    """Reads the cells of a table from the boxes of a form, which a template of its own shows."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Cells | None:
        """Return the typed cells; None where the form has no such table. Cells beyond the limits are cut off."""
        lists = data if isinstance(data, MultiValueDict) else MultiValueDict()
        # One more than may be, so that the field can refuse it.
        headings = lists.getlist(f"{name}-heading")[: MOST_COLUMNS + 1]
        if not headings:
            return None
        cells = lists.getlist(f"{name}-cell")[: len(headings) * (MOST_ROWS + 1)]
        types = lists.getlist(f"{name}-type")[: len(headings)]
        rows = [cells[start : start + len(headings)] for start in range(0, len(cells), len(headings))]
        return {
            "types": types + ["text"] * (len(headings) - len(types)),
            "headings": headings,
            "rows": [row + [""] * (len(headings) - len(row)) for row in rows],
        }


class CellsField(forms.Field):
    """A form field for the cells of a table. Empty rows and columns at its end are left out."""

    widget = CellsWidget

    def to_python(self, value: Any) -> Cells | None:
        """Return the cleaned cells, or None without words. Raises ValidationError for too many or too long ones."""
        if value is None:
            return None
        if len(value["headings"]) > MOST_COLUMNS or len(value["rows"]) > MOST_ROWS:
            raise ValidationError(TOO_LARGE % {"columns": MOST_COLUMNS, "rows": MOST_ROWS}, code="too_large")
        heading, cell = (forms.CharField(required=False, max_length=most) for most in (LONGEST_HEADING, LONGEST_CELL))
        return _without_empty_ends(
            {
                "types": [kind if kind in TYPES else "text" for kind in value["types"]],
                "headings": [heading.clean(text) for text in value["headings"]],
                "rows": [[cell.clean(text) for text in row] for row in value["rows"]],
            }
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the typed cells are other ones than the stored; too large ones count as changed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _without_empty_ends(cells: Cells) -> Cells | None:
    rows = cells["rows"]
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    filled = [number for row in [cells["headings"], *rows] for number, text in enumerate(row, 1) if text]
    width = max(filled, default=0)
    if not width:
        return None
    return {
        "types": cells["types"][:width],
        "headings": cells["headings"][:width],
        "rows": [row[:width] for row in rows],
    }
