"""Charts as small SVG: their axis, their columns and their bars."""

import re
from xml.etree import ElementTree

import pytest

from common.svg_charts import axis_maximum, bar, column_chart


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (5, 10), (10, 10), (11, 20), (21, 40), (41, 100), (101, 200)]
)
def test_the_axis_ends_at_a_round_number(most, top):
    assert axis_maximum(most) == top


def test_columns_are_as_high_as_their_values():
    svg = ElementTree.fromstring(column_chart("x", "A <b>", "B & c", ["1", "2", "3"], [[10, 5, None]], "en"))
    assert svg.find("title").text == "A <b>"
    [path] = [part for part in svg.iter("path") if part.get("class") == "of-1"]
    heights = [float(high) for high in re.findall(r"V(\d+\.\d)h", path.get("d"))]
    assert heights == [14.0, 86.0]


def test_columns_of_nothing_are_drawn_too():
    ElementTree.fromstring(column_chart("x", "A", "B", [], [[]], "en"))
    ElementTree.fromstring(column_chart("x", "A", "B", ["1"], [[0]], "km"))


def test_a_bar_is_as_long_as_its_part():
    assert "h25.0v8" in bar(1, 4)
    assert "h0.0v8" in bar(0, 0)
