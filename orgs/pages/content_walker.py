"""Walk over a page's content: each value with its path and its field or block.

Streams are walked in Wagtail's form for the database, so that what was read can be written back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from common.typed_text.lengths import length
from common.typed_text.markup import without_tags

ON_EVERY_PAGE = {"title", "summary"}


@dataclass(frozen=True)
class ContentValue:
    """A value in a page's content, `holder[key]`; `definition` is the model field or block that describes it.

    A path such as "body.3.caption" counts positions, which hold as long as nobody edits the page. Values of one `line`
    stand beside each other: the cells of a row.
    """

    path: str
    label: str
    definition: Any
    holder: Any
    key: Any
    line: str

    @property
    def value(self) -> Any:
        """Return the value at this place of a page's content, as the database has it."""
        return self.holder[self.key]

    @property
    def is_rich_text(self) -> bool:
        """Return whether this value of a page's content is rich text (HTML)."""
        return isinstance(self.definition, RichTextField | blocks.RichTextBlock)


@dataclass(frozen=True)
class _Child:
    """A block inside another, and where its value stands; `step` and `line` are the ends of paths."""

    block: Any
    holder: Any
    key: Any
    step: str
    label: str
    line: str = ""


def own_fields(page: Page) -> list[models.Field]:
    """Return the model fields of a page that people write: title, summary and the editable ones of its class."""
    return fields_of(type(page))


def fields_of(model: type[Page]) -> list[models.Field]:
    """Return the model fields of a page class that people write: title, summary and its own editable ones."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in ON_EVERY_PAGE or (field.model is model and field.editable and not field.name.endswith("_ptr"))
    ]


def content_of(page: Page) -> dict[str, Any]:
    """Return the values of all of a page's database columns by name, stream fields as lists."""
    return {field.name: _column(page, field) for field in page._meta.concrete_fields}


def open_content(page: Page) -> dict[str, Any]:
    """Return a page's content as a changeable dict for `with_content`, stream fields as lists."""
    return page.serializable_data() | {field.name: _column(page, field) for field in _streams(page)}


def with_content(page: Page, content: dict[str, Any]) -> Any:
    """Return an unsaved copy of a page with the changed content of `open_content`."""
    # with_content_json wants a stream as JSON text, as the revision has it.
    return page.with_content_json(content | {field.name: json.dumps(content[field.name]) for field in _streams(page)})


def walk(fields: Iterable[models.Field], content: dict[str, Any]) -> Iterator[ContentValue]:
    """Yield every value in these fields of a page's content, in order; for stream fields the values inside blocks."""
    for field in fields:
        label = str(field.verbose_name)
        if isinstance(field, StreamField):
            yield from walk_block(field.stream_block, content, field.name, field.name, label)
        else:
            yield ContentValue(field.name, label, field, content, field.name, field.name)


def walk_block(block: Any, holder: Any, key: Any, path: str, label: str, line: str = "") -> Iterator[ContentValue]:
    """Yield each plain value nested inside a stream block's value, with its path and label.

    The label is that of the nearest named block.
    """
    if not isinstance(block, blocks.StreamBlock | blocks.StructBlock | blocks.ListBlock | TypedTableBlock):
        yield ContentValue(path, label, block, holder, key, line or path)
        return
    for child in _children(block, holder[key]):
        beside = f"{path}.{child.line}" if child.line else ""
        yield from walk_block(
            child.block, child.holder, child.key, f"{path}.{child.step}", child.label or label, beside
        )


def stream_items(block: blocks.StreamBlock, value: list[Any]) -> Iterator[tuple[str, Any, list[ContentValue]]]:
    """Yield each item of a stream value as (type, block, list of the values inside)."""
    for child in _children(block, value):
        inside = walk_block(child.block, child.holder, child.key, child.step, child.label)
        yield child.holder["type"], child.block, list(inside)


def _streams(page: Page) -> list[StreamField]:
    return [field for field in page._meta.concrete_fields if isinstance(field, StreamField)]


def letters_of(page: Page) -> int:
    """Return the number of letters that people have written on a page, without markup."""
    values = walk(own_fields(page), content_of(page))
    texts = (without_tags(value.value) if value.is_rich_text else value.value for value in values if _is_text(value))
    return sum(length(text) for text in texts)


def _is_text(value: ContentValue) -> bool:
    return isinstance(value.value, str)


def _column(page: Page, field: models.Field) -> Any:
    if isinstance(field, StreamField):
        value = getattr(page, field.name)
        return value.stream_block.get_prep_value(value) if value else []
    return field.value_from_object(page)


def _children(block: Any, value: Any) -> Iterator[_Child]:
    if isinstance(block, blocks.StreamBlock):
        for number, item in enumerate(value):
            # A block that was removed from the code may still be stored; it is shown nowhere and passed over.
            if child := block.child_blocks.get(item["type"]):
                yield _Child(child, item, "value", str(number), str(child.label))
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            # Stored before the block got this part.
            if name in value:
                yield _Child(child, value, name, name, str(child.label))
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value):
            yield _Child(block.child_block, item, "value", str(number), str(block.child_block.label))
    else:
        yield from _cells(block, value)


def _cells(block: TypedTableBlock, value: Any) -> Iterator[_Child]:
    # Headings and caption of a table have no block of their own in Wagtail.
    heading = blocks.CharBlock(required=False)
    for number, column in enumerate(value["columns"]):
        yield _Child(heading, column, "heading", f"heading{number}", _("heading of a column"), "heading")
    for number, row in enumerate(value["rows"]):
        for place, column in enumerate(value["columns"]):
            cell = block.child_blocks[column["type"]]
            yield _Child(cell, row["values"], place, f"{number}.{place}", _("table"), str(number))
    if "caption" in value:
        yield _Child(heading, value, "caption", "caption", _("caption"))
