"""A page's content as a list of labelled texts that can be compared: fields, blocks, names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from html import unescape
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from common.typed_text.markup import without_tags
from khmer import typography
from orgs.pages.content_walker import ContentValue, content_of, own_fields, stream_items

# A link's target can be changed behind the same words, so it is written out.
# The possessive *+ never gives a character back, which keeps the time linear.
LINK = re.compile(r"""<a\b((?:"[^"]*+"|[^<>"])*+)>((?:(?!<a\b|</a>).)*+)</a>""", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(\w++)="([^"]*+)"')
LINE_END = re.compile(r"</p>|</li>|<br\s*+/?>|</h\d>")


class ComparablePart(NamedTuple):
    """One part of a page as text; several parts can share a `key`, blocks of a stream also have a kind."""

    key: str
    label: str
    kind: str
    text: str


def parts_of(page: Page) -> list[ComparablePart]:
    """Return a page's non-empty content as labelled texts, to compare two versions, in the order of its model."""
    return [part for part in _all_parts(page) if part.text]


def _all_parts(page: Page) -> Iterator[ComparablePart]:
    """Yield the parts of a page, empty ones too: columns, streams, relations and rows below."""
    content = content_of(page)
    for field in own_fields(page):
        if isinstance(field, StreamField):
            yield from _stream_parts(field, content[field.name])
        else:
            yield ComparablePart(field.name, capfirst(str(field.verbose_name)), "", _field_words(page, field))
    for field in page._meta.many_to_many:
        # These two belong to the parent class, so _is_own does not see them.
        if field.name in ("topics", "places") or _is_own(page, field):
            names = sorted(str(row) for row in getattr(page, field.name).all())
            yield ComparablePart(field.name, capfirst(str(field.verbose_name)), "", ", ".join(names))
    yield from _rows_below(page)


def _is_own(page: Page, field: Any) -> bool:
    return field.model is type(page) and field.editable


def _stream_parts(field: StreamField, items: list[Any]) -> Iterator[ComparablePart]:
    """Yield a part for each block of a stream, with its values in lines."""
    parts = list(stream_items(field.stream_block, items))
    chosen = _chosen(value for _type, _block, values in parts for value in values)
    for kind, block, values in parts:
        lines = groupby(values, lambda value: value.line)
        text = _lines(" | ".join(_value_words(value, chosen) for value in line) for _name, line in lines)
        yield ComparablePart(field.name, capfirst(str(block.label)), kind, text)


def _chosen(values: Iterable[ContentValue]) -> dict[tuple[int, Any], Any]:
    """Return what is chosen in chooser blocks, by block and id, in one query a block."""
    ids: dict[int, tuple[Any, set[Any]]] = {}
    for value in values:
        if isinstance(value.definition, blocks.ChooserBlock) and value.value is not None:
            # By identity: blocks live as long as the process, and have no name that is unique.
            ids.setdefault(id(value.definition), (value.definition, set()))[1].add(value.value)
    return {
        (block_id, pk): thing
        for block_id, (block, pks) in ids.items()
        # bulk_to_python keeps the order of the ids, and gives None for what was deleted.
        for pk, thing in zip(pks, block.bulk_to_python(list(pks)), strict=True)
    }


def _value_words(value: ContentValue, chosen: dict[tuple[int, Any], Any]) -> str:
    """Return a value inside a block as text; what is chosen by its name."""
    if value.value is None or value.value == "":
        return ""
    if value.is_rich_text:
        return plain(value.value)
    if isinstance(value.definition, blocks.ChooserBlock):
        return named(chosen[id(value.definition), value.value])
    if isinstance(value.definition, blocks.ChoiceBlock):
        return str(dict(value.definition.field.choices).get(value.value, value.value))
    return words(value.definition.to_python(value.value))


def _rows_below(page: Page) -> Iterator[ComparablePart]:
    """Yield a part for each table of rows below the page, such as the participants of an event."""
    for relation in get_all_child_relations(page):
        if relation.related_model._meta.app_label == type(page)._meta.app_label:
            name = relation.get_accessor_name()
            rows = list(getattr(page, name).all())
            # A model may sum its rows up in a line of its own.
            sum_line = getattr(relation.related_model, "sum_line", lambda rows: "")
            lines = _lines([*map(str, rows), sum_line(rows)])
            yield ComparablePart(name, capfirst(str(relation.related_model._meta.verbose_name_plural)), "", lines)


def _field_words(page: Page, field: Any) -> str:
    """Return the value of a page's column as text."""
    if isinstance(field, RichTextField):
        return plain(getattr(page, field.name))
    if field.choices:
        return str(getattr(page, f"get_{field.name}_display")())
    if isinstance(field, models.ForeignKey):
        return named(getattr(page, field.name))
    return words(getattr(page, field.name))


def words(value: Any) -> str:
    """Return the value of a field or block (date, number, boolean ...) as text in the active language; "" for None."""
    language = get_language() or "en"
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        return typography.number(value, language)
    if isinstance(value, time):
        return typography.time_of_day(value, language)
    if isinstance(value, datetime):
        return f"{typography.date(value, language)}, {typography.time_of_day(value, language)}"
    return typography.date(value, language) if isinstance(value, date) else str(value).strip()


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def named(thing: Any) -> str:
    """Return a chosen object's name, and for a file also its file name and description, as lines; "" for None."""
    if thing is None:
        return ""
    # Only the last part: the folders before it are the storage's business.
    name = str(getattr(getattr(thing, "file", None), "name", "") or "").rpartition("/")[2]
    return _lines([str(thing), name, str(getattr(thing, "description", "") or "")])


def plain(markup: str) -> str:
    """Return rich text as lines without markup, with each link's target in brackets after its words.

    Without the target an editor would not see a link that was changed behind the same words.
    """
    told = LINK.sub(_link, markup or "")
    lines = unescape(without_tags(LINE_END.sub("\n", told))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _link(found: re.Match[str]) -> str:
    """Return a link as its words and its target."""
    given = dict(ATTRIBUTE.findall(found.group(1)))
    where = given.get("href") or " ".join(given[name] for name in ("linktype", "id") if name in given)
    return f"{found.group(2)} [{where}]"
