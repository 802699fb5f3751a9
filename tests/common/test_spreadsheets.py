"""Spreadsheet files: a byte order mark, numbers as numbers, and no text that is taken for a formula."""

from __future__ import annotations

import ast
import csv
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from common.spreadsheets.csv_file import csv_text, without_formula
from common.spreadsheets.xlsx_file import xlsx_bytes
from tests.structure.repository import files as repository_files
from tests.structure.repository import is_in_package
from tools.packages import REPOSITORY

# Modules that may write CSV themselves, and why.
WRITERS = {"site/common/spreadsheets/csv_file.py": "the one place"}


def test_no_text_of_the_csv_is_taken_for_a_formula() -> None:
    assert csv_text([["=1+1", "@SUM(A1)", "-2", 5, "A-B"]]) == "\ufeff'=1+1,'@SUM(A1),'-2,5,A-B\r\n"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_begins_a_formula_gets_an_apostrophe(first: str) -> None:
    assert without_formula(f"{first}cmd|' /C calc'!A0").startswith(f"'{first}")


def test_numbers_and_other_texts_stay() -> None:
    assert [without_formula(cell) for cell in (-2, 0.5, None, "", "1-2", "ស្ត្រី")] == [-2, 0.5, None, "", "1-2", "ស្ត្រី"]


def test_the_xlsx_has_numbers_and_texts_and_no_formula() -> None:
    content = xlsx_bytes([["Table", "All"], ["=1+1", 5], ["https://a.example\x0b", ""]])

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Table", "All"],
        ["=1+1", 5],
        ["https://a.example", None],
    ]
    assert {cell.data_type for row in sheet for cell in row if cell.value == "=1+1"} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_report_of_the_admin_has_no_formula_either() -> None:
    report, file = SpreadsheetExportMixin(), io.StringIO()
    report.write_csv_row(csv.DictWriter(file, ["title", "id"]), {"title": "=HYPERLINK(1)", "id": 7})
    assert file.getvalue() == "'=HYPERLINK(1),7\r\n"


def test_csv_is_written_in_one_place() -> None:
    """Anybody else who writes CSV would have to remember the formulas."""
    found = {
        str(path.relative_to(REPOSITORY))
        for path in repository_files()
        if path.suffix == ".py" and is_in_package(path) and _writes_csv(path)
    }
    assert found == set(WRITERS)


def _writes_csv(path: Path) -> bool:
    text = path.read_text()
    return "csv." in text and any(
        isinstance(node, ast.Attribute)
        and node.attr in {"writer", "DictWriter"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "csv"
        for node in ast.walk(ast.parse(text))
    )
