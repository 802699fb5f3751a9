"""What Wagtail's page editor sends when nobody has changed a thing, read from the page that it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from wagtail import blocks
from wagtail.blocks.field_block import FieldBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from orgs.models import OrgContentPage
from tests.workspace.random_articles import table_data
from tests.workspace.typed_parts import value_of


def sent_by_full_editor(response: Any, model: type[OrgContentPage]) -> dict[str, Any]:
    """Return the boxes of the form in a response, with those that its scripts make of each stream."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    form = page.select_one("#page-edit-form")
    data: dict[str, Any] = {}
    for box in form.select("[name]"):
        kind = box.get("type", "")
        is_off = kind in ("checkbox", "radio") and not box.has_attr("checked")
        if box.name == "button" or kind in ("submit", "file") or is_off:
            continue
        if box.name == "select" and box.has_attr("multiple"):
            data[box["name"]] = [option["value"] for option in box.select("option[selected]")]
        else:
            data.setdefault(box["name"], []).append(value_of(box))
    for stream in form.select("[data-controller=w-block]"):
        state, _errors = json.loads(stream["data-w-block-arguments-value"])
        data |= dict(boxes(model._meta.get_field(stream["id"]).stream_block, state, stream["id"]))
    return data


def boxes(block: blocks.Block, state: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each box that the editor's scripts make of a block's state."""
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        yield f"{prefix}-count", str(len(state))
        for number, item in enumerate(state):
            place = f"{prefix}-{number}"
            child = block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[item["type"]]
            said = {"type": item.get("type"), "id": item["id"], "order": number, "deleted": ""}
            yield from ((f"{place}-{name}", str(value)) for name, value in said.items() if value is not None)
            yield from boxes(child, item["value"], f"{place}-value")
    elif isinstance(block, BaseTypedTableBlock):
        yield from table_data(state, prefix).items()
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from boxes(child, state[name], f"{prefix}-{name}")
    else:
        assert isinstance(block, FieldBlock), block
        yield from box(state, prefix)


def box(state: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of one box; an empty check box is not sent."""
    if isinstance(state, list):
        # A select box: all that is selected.
        (state,) = state or [None]
    if isinstance(state, dict) and "id" in state:
        # A chooser: what is chosen.
        state = state["id"]
    if state is not False:
        yield prefix, "on" if state is True else "" if state is None else str(state)
