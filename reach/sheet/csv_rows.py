"""A month of an organization as the rows of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures.small_groups import JOINED
from reach.sheet.month_sheet import REST, MonthSheet
from reach.sheet.shown import way_label


def file_rows(sheet: MonthSheet) -> Iterator[list[Any]]:
    """Yield the rows of a file of a month's figures, heads first, in the active language; hidden numbers are empty."""
    yield [_("Table"), _("Row"), _("Khmer"), _("English"), pgettext("sum", "All")]
    yield [_("times read"), "", "", "", cell(sheet.reads)]
    yield [_("files fetched"), "", "", "", cell(sheet.fetches)]
    for day, number in (sheet.days or {}).items():
        yield [_("By day"), _("All other days together") if day == JOINED else day, "", "", number]
    for way, number in (sheet.ways or {}).items():
        yield [_("How they came"), way_label(way), "", "", number]
    for piece in sheet.pieces or []:
        title = piece.page.title if piece.page else _("All other pages together")
        yield [_("By piece"), title, cell(piece.khmer), cell(piece.english), piece.all]
    for name, number in (sheet.files or {}).items():
        yield [_("By file"), _("All other files together") if name in (JOINED, REST) else name, "", "", number]


def cell(number: int | str | None) -> int | str:
    """Return a number as a cell of the file; "" for one that is not shown."""
    # Empty and not 0: a number that is hidden is no number.
    return "" if number is None else number
