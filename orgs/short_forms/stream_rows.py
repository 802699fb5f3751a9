"""Streams of a page as rows of a short form, written by the ids of their blocks: nothing else in them changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from orgs.pages.widened_block import WidenedBlock

Row = Mapping[str, Any]


def fill_stream(
    page: Any,
    field: str,
    rows: Sequence[Row] | None,
    *,
    block: str,
    stored_rows: Sequence[Row],
    value_of: Callable[[Row], dict[str, Any]],
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write the rows of a short form into a stream of a page without saving it; what they say not of a block stays.

    `value_of` returns what a row says as the database stores it, and `new` is what a new block has beside. Nothing is
    written where the rows say what `stored_rows` say, and for None, of a form that was sent without its rows.
    """
    if rows is None or [value_of(row) for row in rows] == [value_of(row) for row in stored_rows]:
        return
    kind = getattr(page, field).stream_block.child_blocks[block]
    blocks = getattr(page, field).get_prep_value()
    stored = {each["id"]: each for each in blocks if each["type"] == block}
    written = []
    for row in rows:
        # pop: an id that comes twice names one block, and the second row is a new one.
        before = stored.pop(row["id"], None) or {"type": block, "value": dict(new or {}), "id": str(uuid4())}
        value = before["value"] | value_of(row)
        # As the full editor stores it: its next save must not count as a change.
        written.append(before | {"value": kind.without_empty(value) if isinstance(kind, WidenedBlock) else value})
    for place, each in enumerate(blocks):
        # Blocks of other types are no rows, and stay where they are.
        if each["type"] != block:
            written.insert(place, each)
    # As JSON text: StreamField takes it as its own stored form, with the ids of the blocks.
    setattr(page, field, json.dumps(written))


def stored_rows(stream: Any, names: Sequence[str], of: str = "") -> list[dict[str, Any]]:
    """Return the blocks of a stream, or only those `of` one type, as rows of a short form: ids, and these values."""
    blocks = [block for block in stream or () if not of or block.block_type == of]
    return [{"id": block.id or ""} | {name: block.value.get(name) for name in names} for block in blocks]
