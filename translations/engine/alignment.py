"""The texts of a page with their places, and which text of one page stands at the place of another's.

wagtail-localize names a place in a stream by the ids of blocks. Two pages that people wrote by hand have different
ids, so places are also compared by order and type of the blocks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from orgs.pages.content_walker import content_of

# The end of the path of a cell: its row and column.
CELL = re.compile(r"\b(\d+)-(\d+)$")


def texts_of(page: Page) -> list[StringSegmentValue]:
    """Return the texts of a page that are translated, in their order; empty ones are left out."""
    segments = extract_segments(with_block_ids(page))
    return [segment for segment in segments if isinstance(segment, StringSegmentValue)]


def aligned(source: Page, twin: Page) -> list[tuple[StringSegmentValue, StringSegmentValue | None]]:
    """Return each text of a page with the text at the same place of its other language, or None.

    Several sentences of one rich text have one place. They are aligned when both pages have equally many there.
    """
    by_place = defaultdict(list)
    for text in texts_of(twin):
        by_place[text.path].append(text)
    their_orders = _orders(twin)
    by_order = {_in_order(path, their_orders): path for path in by_place}
    alike = _alike_streams(source, twin)
    ours = defaultdict(list)
    for text in texts_of(source):
        ours[text.path].append(text)
    orders = _orders(source)
    pairs: list[tuple[StringSegmentValue, StringSegmentValue | None]] = []
    for path, texts in ours.items():
        theirs = by_place.get(path)
        if theirs is None and path.partition(".")[0] in alike:
            theirs = by_place.get(by_order.get(_in_order(path, orders), ""))
        # Another number of sentences: which belongs to which would be a guess.
        pairs += zip(texts, theirs if theirs and len(theirs) == len(texts) else [None] * len(texts), strict=True)
    return pairs


def places_by_order(page: Page) -> dict[str, str]:
    """Return the place of each text of a page, as an editor's correction names it ("body.3.caption"), by its own path.

    Corrections count blocks and cells; wagtail-localize names blocks by their ids.
    """
    counted = {id_: order.partition(":")[0] for id_, order in _orders(page).items()}
    return {text.path: CELL.sub(r"\1.\2", _in_order(text.path, counted)) for text in texts_of(page)}


def with_block_ids(page: Any) -> Any:
    """Return a page, not saved, whose blocks all have an id: missing ones follow from the block's place.

    Content that a program wrote may lack the ids of inner blocks, and wagtail-localize names places by them.
    """
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            _give_ids(getattr(page, field.name), f"{page.translation_key}.{field.name}")
    return page


def _give_ids(value: Any, place: str) -> None:
    if isinstance(value, blocks.StructValue):
        for name, part in value.items():
            _give_ids(part, f"{place}.{name}")
    elif isinstance(value, blocks.StreamValue | ListValue):
        children = value.bound_blocks if isinstance(value, ListValue) else value
        for number, child in enumerate(children):
            child.id = child.id or str(uuid5(NAMESPACE_OID, f"{place}.{number}"))
            _give_ids(child.value, f"{place}.{number}")


def _in_order(path: str, orders: dict[str, str]) -> str:
    return ".".join(orders.get(step, step) for step in path.split("."))


def _orders(page: Page) -> dict[str, str]:
    """Return the number and type of each block of a page's streams by its id."""
    return {id_: f"{number}:{kind}" for stream in _streams(page).values() for id_, number, kind in _blocks(stream)}


def _alike_streams(source: Page, twin: Page) -> set[str]:
    """Return the names of the streams in which both pages have the same types of blocks in the same order."""
    theirs = _streams(twin)
    return {
        name
        for name, stream in _streams(source).items()
        if [block[1:] for block in _blocks(stream)] == [block[1:] for block in _blocks(theirs[name])]
    }


def _streams(page: Page) -> dict[str, Any]:
    content = content_of(page)
    return {field.name: content[field.name] for field in page._meta.concrete_fields if isinstance(field, StreamField)}


def _blocks(value: Any) -> Iterator[tuple[str, int, str]]:
    """Yield id, number among its siblings and type of each block inside a stream's value, at every depth."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _blocks(part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            if isinstance(part, dict) and part.get("id"):
                yield part["id"], number, part.get("type", "item")
            yield from _blocks(part)
