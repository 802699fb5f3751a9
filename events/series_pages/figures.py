"""The public figures of a series as rows, and as a CSV or XLSX file of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.attendance.small_groups import PublicCounts, sum_public
from events.series_pages.years import SeriesEvent
from events.statistics.tables import BOM, cells

# With one of these a spreadsheet takes the text of a CSV cell for a formula.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = list[Any]


def rows_of(context: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows of a series' public figures, heads first, from its page's context; hidden numbers are empty.

    In the active language.
    """
    yield [_("Table"), _("Group"), _("Events"), _("Women"), _("Men"), _("All others"), pgettext("sum", "All")]
    held = [event for event in context["events"] if event.is_held]
    for year in context["years"]:
        yield [_("Year by year"), str(year.year), year.held, *sums(year.events)]
    for event in held:
        day = timezone.localtime(event.entry.happens_at).date().isoformat()
        yield [_("Events"), f"{day} {event.entry.title}", 1, *sums([event])]
    for label, counts in context["table"].rows if context["table"] else ():
        yield [_("Participants by kind of organization"), str(label), "", *cells(counts)]
    yield [pgettext("sum", "All"), context["series"].name, len(held), *sums(held)]


def sums(events: Iterable[SeriesEvent]) -> list[int | str]:
    """Return the public sums of participants of these events: women, men, others, all; all "" where none is counted."""
    counted: list[PublicCounts] = [event.totals for event in events if event.totals]
    return cells(sum_public(counted)) if counted else [""] * 4


def figures_csv(rows: Iterable[Row]) -> str:
    """Return rows as CSV text with a byte order mark; text that a spreadsheet takes for a formula is escaped."""
    file = StringIO(BOM)
    file.seek(0, 2)
    csv.writer(file).writerows([without_formula(cell) for cell in row] for row in rows)
    return file.getvalue()


def without_formula(cell: int | str) -> int | str:
    """Return a CSV cell; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(BEGINS_FORMULA) else cell


def figures_xlsx(rows: Iterable[Row]) -> bytes:
    """Return rows as an XLSX file with one sheet, in which no text is taken for a formula."""
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
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 40
    sheet.freeze_panes = "A2"
    book.save(file)
    return file.getvalue()
