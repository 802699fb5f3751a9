"""Tables that were pasted into plain text: what is one, how it is shown, and that no word of it is lost."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from common.templatetags.typed_text import paragraphs_and_tables
from common.typed_text.tables import MOST_COLUMNS, MOST_ROWS, TextTable, as_text, parts_of
from tests.structure.test_patterns import is_linear

TABLE = "Village\tWomen\tMen\nPrey Kabas\t12\t3\nAngkor Borei\t9\t"
ROWS = [["Village", "Women", "Men"], ["Prey Kabas", "12", "3"], ["Angkor Borei", "9", ""]]


def test_a_table_stands_between_passages():
    parts = list(parts_of(f"We counted.\n\nTwice.\n{TABLE}\n\nThanks!"))
    assert parts == ["We counted.\n\nTwice.", TextTable(ROWS), "Thanks!"]


def test_it_is_shown_with_headings_in_a_box_of_its_own():
    soup = BeautifulSoup(paragraphs_and_tables(f"We counted.\n{TABLE}"), "html.parser")
    assert soup.p.text == "We counted."
    assert "table" in soup.div["class"]
    assert soup.div["tabindex"] == "0"
    assert [cell.text for cell in soup.find_all("th", scope="col")] == ROWS[0]
    assert [cell.text for cell in soup.find_all("th", scope="row")] == ["Prey Kabas", "Angkor Borei"]
    assert [cell.text for cell in soup.find_all("td")] == ["12", "3", "9", ""]


def test_without_headings_there_is_no_head():
    soup = BeautifulSoup(paragraphs_and_tables("2024\t2025\n3\t4"), "html.parser")
    assert soup.thead is None
    assert len(soup.find_all("tr")) == 2


@pytest.mark.parametrize("cell", ["<script>alert(1)</script>", '"><img src=x onerror=a>', "&amp;", "</td></table>"])
def test_cells_are_text(cell):
    soup = BeautifulSoup(paragraphs_and_tables(f"a\t{cell}\nb\t{cell}"), "html.parser")
    assert [found.text for found in soup.find_all(["td", "th"])] == ["a", cell, "b", cell]
    assert soup.script is soup.img is None


@pytest.mark.parametrize(
    "text",
    [
        "One line\twith a tab",
        "\tOne\n\ttwo, indented\n\tthree",
        "a\tb\n\nc\td",
        "\n".join(["\t".join("x" * (MOST_COLUMNS + 1))] * 3),
        "\n".join(["a\tb"] * (MOST_ROWS + 1)),
        "\n".join([f"{'a' * 501}\tb"] * 2),
        "",
        "\n\n",
    ],
)
def test_what_is_none_stays_lines(text):
    assert all(isinstance(part, str) for part in parts_of(text))
    assert "<table" not in paragraphs_and_tables(text)


LINES = st.lists(st.text(st.sampled_from("ab\t \n<&ក"), max_size=12), max_size=8).map("\n".join)


@given(LINES)
def test_no_word_is_lost_and_a_second_reading_gives_the_same(text):
    parts = list(parts_of(text))
    assert as_text(parts).split() == text.split()
    assert list(parts_of(as_text(parts))) == parts
    shown = BeautifulSoup(paragraphs_and_tables(text), "html.parser").get_text(" ")
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("fill", ["\t", "a\tb\n", "\t\n", "a\t", "\n"])
def test_time_is_linear(fill):
    assert is_linear(paragraphs_and_tables, lambda size: (fill * size)[:size])
