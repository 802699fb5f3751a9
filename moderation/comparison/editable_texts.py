"""The texts of a page, each with the path by which an editor's correction names it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import features as registry

from common.refusal import Refusal

OF_ALL_PAGES = {"title", "summary"}
# Fields of letters that are no text.
OTHER_LETTERS = (models.EmailField, models.SlugField, models.URLField)


@dataclass(frozen=True)
class EditableText:
    """One text of a page. A path such as "body.3.caption" counts places, which hold as long as nobody edits it."""

    path: str
    label: str
    kind: Literal["plain", "rich"]
    value: str


@dataclass(frozen=True)
class TextLocation:
    """Where in a page's content a text stands: `holder[key]`; `block` says what it may be."""

    path: str
    label: str
    holder: Any
    key: Any
    block: Any

    @property
    def text(self) -> EditableText:
        rich = isinstance(self.block, RichTextField | blocks.RichTextBlock)
        return EditableText(self.path, self.label, "rich" if rich else "plain", self.holder[self.key] or "")


def texts_of(page: Page) -> list[EditableText]:
    """All texts of a page, in the order of its form."""
    return [place.text for place in _places(page, _opened(page))]


def corrected(page: Page, texts: dict[str, str]) -> Page:
    """The page as it says these texts, by path. Those that are missing or the same stay as they are.

    Raises Refusal for a path that is none, and for a text that its place does not take.
    """
    content = _opened(page)
    places = {place.path: place for place in _places(page, content)}
    for path, typed in texts.items():
        if path not in places:
            raise Refusal(_("Its content is no longer the one that you corrected."), code="content_changed")
        place, new = places[path], _line_ends(typed)
        if new != _line_ends(place.text.value):
            place.holder[place.key] = _cleaned(place, new)
    return page.with_content_json(_closed(page, content))


def _line_ends(text: str) -> str:
    # Forms send two characters for each line's end.
    return text.replace("\r\n", "\n")


def _cleaned(place: TextLocation, text: str) -> str:
    """The text as its place takes it: within its length, and of the markup that its editor offers."""
    if place.text.kind == "rich":
        converter = ContentstateConverter(place.block.features or registry.get_default_features())
        return converter.to_database_format(converter.from_database_format(text))
    if isinstance(place.block, blocks.Block):
        try:
            place.block.clean(text)
        except ValidationError as error:
            raise Refusal(f"{place.label}: {' '.join(error.messages)}", code="invalid_content") from error
    return text


def _opened(page: Page) -> dict[str, Any]:
    """The page's content with its streams as lists."""
    content = page.serializable_data()
    return content | {field.name: json.loads(content[field.name]) for field in _streams(page)}


def _closed(page: Page, content: dict[str, Any]) -> dict[str, Any]:
    return content | {field.name: json.dumps(content[field.name]) for field in _streams(page)}


def _streams(page: Page) -> list[StreamField]:
    return [field for field in page._meta.concrete_fields if isinstance(field, StreamField)]


def _places(page: Page, content: dict[str, Any]) -> Iterator[TextLocation]:
    for field in page._meta.concrete_fields:
        if field.name not in OF_ALL_PAGES and field.model is not type(page):
            continue
        label = str(field.verbose_name)
        if isinstance(field, StreamField):
            yield from _within(field.stream_block, content, field.name, field.name, label)
        elif _is_text(field):
            yield TextLocation(field.name, label, content, field.name, field)


def _is_text(field: models.Field) -> bool:
    letters = isinstance(field, models.CharField | models.TextField) and not isinstance(field, OTHER_LETTERS)
    return letters and field.editable and not field.choices


def _within(block: Any, holder: Any, key: Any, path: str, label: str) -> Iterator[TextLocation]:
    """The texts of a block's value, `holder[key]`, in Wagtail's form for the database."""
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock):
        yield TextLocation(path, label, holder, key, block)
    else:
        for child, inner, place, step, name in _parts(block, holder[key]):
            yield from _within(child, inner, place, f"{path}.{step}", name or label)


def _parts(block: Any, value: Any) -> Iterator[tuple[Any, Any, Any, str, str]]:
    """The blocks inside one: (block, what holds its value, under which key, step of the path, label)."""
    if isinstance(block, blocks.StreamBlock):
        for number, item in enumerate(value):
            if child := block.child_blocks.get(item["type"]):
                yield child, item, "value", str(number), str(child.label)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if name in value:
                yield child, value, name, name, str(child.label)
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value):
            yield block.child_block, item, "value", str(number), str(block.child_block.label)
    elif isinstance(block, TypedTableBlock):
        yield from _cells(block, value)


def _cells(block: TypedTableBlock, value: Any) -> Iterator[tuple[Any, Any, Any, str, str]]:
    heading = blocks.CharBlock(required=False)
    for number, column in enumerate(value["columns"]):
        yield heading, column, "heading", f"heading{number}", _("heading of a column")
    for number, row in enumerate(value["rows"]):
        for place, column in enumerate(value["columns"]):
            yield block.child_blocks[column["type"]], row["values"], place, f"{number}.{place}", _("table")
    if "caption" in value:
        yield heading, value, "caption", "caption", _("caption")
