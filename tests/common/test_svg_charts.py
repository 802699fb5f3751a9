"""Charts as small SVG: their axis, their columns and their bars."""

import re
from xml.etree import ElementTree

import pytest

from common.figures.svg_charts import axis_maximum, axis_numbers, bar, column_chart, labels_shown


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (5, 10), (10, 10), (11, 20), (21, 40), (41, 100), (101, 200)]
)
def test_the_axis_ends_at_a_round_number(most, top):
    assert axis_maximum(most) == top


def test_columns_are_as_high_as_their_values():
    svg = ElementTree.fromstring(column_chart("x", "A <b>", "B & c", [[10, 5, None]]))
    assert svg.find("title").text == "A <b>"
    [path] = [part for part in svg.iter("path") if part.get("class") == "of-1"]
    heights = [float(high) for high in re.findall(r"V(\d+\.\d)h", path.get("d"))]
    assert heights == [14.0, 86.0]


def test_columns_of_nothing_are_drawn_too():
    ElementTree.fromstring(column_chart("x", "A", "B", [[]]))
    ElementTree.fromstring(column_chart("x", "A", "B", [[0]]))


def test_a_bar_is_as_long_as_its_part():
    assert "h25.0v8" in bar(1, 4)
    assert "h0.0v8" in bar(0, 0)


@pytest.mark.parametrize(("language", "numbers"), [("en", ["2,000", "1,000", "0"]), ("km", ["២.០០០", "១.០០០", "០"])])
def test_what_stands_on_the_axes_is_text_of_the_page_which_no_drawing_can_clip(language, numbers):
    series = [[1_500, None], [3, 0]]
    assert axis_numbers(series, language) == numbers
    assert "<text" not in column_chart("x", "A", "B", series)


@pytest.mark.parametrize(
    ("labels", "shown"), [("", ""), ("a", "a"), ("ab", "ab"), ("abc", "abc"), ("abcdefg", "adg"), ("abcdefgh", "aeh")]
)
def test_a_few_labels_are_shown_the_first_and_the_last_among_them(labels, shown):
    assert labels_shown(list(labels)) == list(shown)
