"""Counts in squares: women and men as before, or the options of an exercise whose numbers add up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from moderation.comparison.comparable_parts import parts_of
from orgs.pages.blocks import BodyBlock, words_of

OPTIONS = [
    {"type": "option", "value": {"label": "A woman", "number": 17}},
    {"type": "option", "value": {"label": "A man", "number": 3}},
]


def count(**value: Any) -> list[dict[str, Any]]:
    return [{"type": "count", "value": {"title": "Twenty drawings", **value}}]


def cleaned(**value: Any) -> Any:
    block = BodyBlock()
    return block.child_blocks["count"].clean(block.to_python(count(**value))[0].value)


@pytest.mark.parametrize(
    "value",
    [
        {"women": 0, "men": 0},
        {"women": 17, "men": 3},
        {"women": 17, "men": 3, "total": 20},
        {"options": OPTIONS},
        {"options": OPTIONS, "total": 20},
    ],
)
def test_what_is_right_is_taken(value: dict[str, Any]) -> None:
    assert cleaned(**value)["title"] == "Twenty drawings"


@pytest.mark.parametrize(
    ("value", "box", "message"),
    [
        ({"options": OPTIONS, "total": 21}, "total", "add up to 20, not to 21"),
        ({"women": 17, "men": 3, "total": 21}, "total", "add up to 20, not to 21"),
        ({"women": 17}, "men", "women and men, or at least two options"),
        ({}, "women", "women and men, or at least two options"),
        ({"options": OPTIONS[:1]}, "options", "at least two"),
        ({"options": OPTIONS, "men": 3}, "women", "either"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(value: dict[str, Any], box: str, message: str) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(**value)
    assert message in str(refused.value.block_errors[box].message)


def test_an_exercise_is_shown_in_squares_with_its_words() -> None:
    html = BodyBlock().to_python(count(options=OPTIONS, total=20)).render_as_block()

    assert "A woman: <b>17</b>" in html
    assert html.count('h16v16h-16z"/><path class="men" d=""') == 2
    assert html.count("M0 0h16v16h-16z") == 2
    assert "20 in all" in html


def test_a_count_of_before_is_kept_and_shown_as_it_was() -> None:
    block = BodyBlock()
    before = [{"type": "count", "value": {"title": "Who came", "women": 3, "men": 2}, "id": "d"}]
    value = block.to_python(before)

    html = value.render_as_block()
    # Once the block was read, it is written anew: it must be the same text, or its approval would not hold.
    assert json.dumps(block.get_prep_value(value)) == json.dumps(before)
    assert "3 women" in html
    assert "in all" not in html


def test_an_exercise_is_found_and_compared_as_text(make_page: Any, organization: Any) -> None:
    page = make_page("article", organization, body=count(options=OPTIONS, total=20))

    assert "A woman 17 A man 3" in words_of(page.body)
    [part] = [part for part in parts_of(page) if part.kind == "count"]
    assert part.text.splitlines() == ["Twenty drawings", "A woman", "17", "A man", "3", "20"]
