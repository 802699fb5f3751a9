"""The fields of a page that are translated sentence by sentence, and those that both languages share."""

from __future__ import annotations

from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail_localize.fields import SynchronizedField, TranslatableField

from common.typed_text.tables import LONGEST_CELL, LONGEST_HEADING
from orgs.models import OrgContentPage
from orgs.pages.content_walker import fields_of
from orgs.pages.registry import page_kinds


def declare_translated_fields() -> None:
    """Tell wagtail-localize of every page class which fields are translated and which are shared.

    The list that it would derive by itself translates slugs, leaves out relations to many, and fails at our tables.
    """
    for model in page_kinds().models:
        model.translatable_fields = translatable_fields(model)


def translatable_fields(model: type[OrgContentPage]) -> list[TranslatableField | SynchronizedField]:
    """Return the fields of a page class for wagtail-localize: its `translated_fields`, and all others as shared."""
    return [
        TranslatableField(name)
        if name in model.translated_fields
        # Overrides would let a translator put any picture or page into the copy, unchecked.
        else SynchronizedField(name, overridable=False)
        for name in content_field_names(model)
    ]


def content_field_names(model: type[OrgContentPage]) -> list[str]:
    """Return the names of a page class's content: its own columns, relations to many, and rows below the page."""
    columns = [field.name for field in fields_of(model)]
    rows = [
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    ]
    return [*columns, *shared_relations(model), *rows]


def shared_relations(model: type[OrgContentPage]) -> list[str]:
    """Return the names of a page class's many-to-many fields, which all languages share."""
    return [field.name for field in model._meta.many_to_many]


def longest_of(model: type[OrgContentPage], content: dict[str, Any], path: str) -> int | None:
    """Return the most letters that one text of a page may have; None where only a longer text around it has a limit.

    `content` is the page's in Wagtail's form for revisions; `path` is wagtail-localize's, such as "title" or
    "body.<id of a block>.caption".
    """
    name, _, inside = path.partition(".")
    field = model._meta.get_field(name)
    if not inside:
        # The limit of rich text is one of the whole text, not of each sentence.
        return None if isinstance(field, RichTextField) else getattr(field, "max_length", None)
    return _longest_inside(field.stream_block, field.to_python(content[name]), inside.split("."))


def _longest_inside(block: Any, value: Any, steps: list[str]) -> int | None:
    for step in steps:
        if isinstance(block, TypedTableBlock):
            # "0-1" is a cell by row and column; all else are headings and the caption.
            return LONGEST_CELL if "-" in step else LONGEST_HEADING
        block, value = _child(block, value, step)
    limit: int | None = None if isinstance(block, blocks.RichTextBlock) else getattr(block.field, "max_length", None)
    return limit


def _child(block: Any, value: Any, step: str) -> tuple[Any, Any]:
    if isinstance(block, blocks.StructBlock):
        return block.child_blocks[step], value[step]
    items = value.bound_blocks if isinstance(block, blocks.ListBlock) else value
    return next((item.block, item.value) for item in items if item.id == step)
