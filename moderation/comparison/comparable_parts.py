"""What a page says, part by part, in words that can be laid side by side: fields, blocks, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple

from django.db import models
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.timezone import localtime
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

OF_ALL_PAGES = {"title", "summary"}
# Where a link leads can be changed behind the same words, so it is written out.
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
LINE_END = re.compile(r"</p>|</li>|<br\s*/?>|</h\d>")


class ComparablePart(NamedTuple):
    """One part of a page. Parts of the same `key` come in an order; those of a stream have a kind of block."""

    key: str
    label: str
    kind: str
    text: str


def parts_of(page: Page) -> list[ComparablePart]:
    """All that a page says, in the order of its model; what is empty is left out."""
    return [part for part in _all_parts(page) if part.text]


def _all_parts(page: Page) -> Iterator[ComparablePart]:
    for field in page._meta.concrete_fields:
        if field.name not in OF_ALL_PAGES and not _is_own(page, field):
            continue
        label = capfirst(str(field.verbose_name))
        if isinstance(field, StreamField):
            for block in getattr(page, field.name) or []:
                yield ComparablePart(field.name, capfirst(str(block.block.label)), block.block_type, words(block.value))
        else:
            yield ComparablePart(field.name, label, "", _field_words(page, field))
    for field in page._meta.many_to_many:
        if field.name in ("topics", "places") or _is_own(page, field):
            names = sorted(str(row) for row in getattr(page, field.name).all())
            yield ComparablePart(field.name, capfirst(str(field.verbose_name)), "", ", ".join(names))
    yield from _rows_below(page)


def _is_own(page: Page, field: Any) -> bool:
    return field.model is type(page) and field.editable and not field.name.endswith("_ptr")


def _rows_below(page: Page) -> Iterator[ComparablePart]:
    """Rows of the page that are kept in a table of their own, such as the participants of an event."""
    for relation in getattr(type(page)._meta, "child_relations", []):
        if relation.related_model._meta.app_label == type(page)._meta.app_label:
            name = relation.get_accessor_name()
            lines = "\n".join(str(row) for row in getattr(page, name).all())
            yield ComparablePart(name, capfirst(str(relation.related_model._meta.verbose_name_plural)), "", lines)


def _field_words(page: Page, field: Any) -> str:
    if isinstance(field, RichTextField):
        return plain(getattr(page, field.name))
    if field.choices:
        return str(getattr(page, f"get_{field.name}_display")())
    if isinstance(field, models.ForeignKey):
        return named(getattr(page, field.name))
    return words(getattr(page, field.name))


def words(value: Any) -> str:
    """Any value of a block or field as text; parts of it stand on lines of their own."""
    if value is None or value == "":
        return ""
    if isinstance(value, RichText):
        return plain(value.source)
    if isinstance(value, TypedTable):
        return _table(value)
    if isinstance(value, blocks.StructValue):
        return _lines(words(part) for part in value.values())
    if isinstance(value, blocks.StreamValue):
        return _lines(words(child.value) for child in value)
    if isinstance(value, list | tuple | blocks.list_block.ListValue):
        return _lines(words(part) for part in value)
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    return named(value) if isinstance(value, models.Model) else str(value).strip()


def _lines(texts: Iterator[str]) -> str:
    return "\n".join(text for text in texts if text)


def _table(table: TypedTable) -> str:
    heading = " | ".join(str(column["heading"] or "") for column in table.columns)
    rows = [" | ".join(words(cell.value) for cell in row) for row in table.rows]
    return _lines(iter([heading, *rows, str(getattr(table, "caption", "") or "")]))


def named(thing: Any) -> str:
    """What something is called; a file also by its own name and by what is said to be seen in it."""
    if thing is None:
        return ""
    name = str(getattr(getattr(thing, "file", None), "name", "") or "").rpartition("/")[2]
    return _lines(iter([str(thing), name, str(getattr(thing, "description", "") or "")]))


def plain(markup: str) -> str:
    """Rich text without its markup, but with line ends, and after each link where it leads."""
    told = LINK.sub(_link, markup or "")
    lines = unescape(strip_tags(LINE_END.sub("\n", told))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _link(found: re.Match[str]) -> str:
    given = dict(ATTRIBUTE.findall(found.group(1)))
    where = given.get("href") or " ".join(given[name] for name in ("linktype", "id") if name in given)
    return f"{found.group(2)} [{where}]"
