"""Check the values of an archive against the blocks and fields that they are for.

Nothing is repaired but links: a value that no form of the portal could have saved refuses the archive.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from common.typed_text.lengths import LONGEST_TEXT, length
from common.typed_text.markup import balanced_markup, has_foreign_markup
from common.typed_text.tables import LONGEST_HEADING, MOST_COLUMNS, MOST_ROWS
from takeout.references import SHARED, reference_kind, target_model
from takeout.restoring.errors import ArchiveError
from takeout.restoring.references import References
from takeout.rich_links import EMBED, renumbered

LONGEST_RICH_TEXT = 100_000
# Above it PostgreSQL has no room in an integer column, and refuses the row.
LARGEST_NUMBER = 2**31 - 1
# Items of a list whose block sets no limit of its own.
MOST_ITEMS = 200
SURROGATE = re.compile("[\ud800-\udfff]")


class ValueReader:
    """A reader of an archive's values, which returns each in the form in which the database has it."""

    def __init__(self, references: References) -> None:
        self._references = references

    def field(self, field: models.Field, value: Any) -> Any:
        """Return the value of a model field. Raises ArchiveError when the field cannot have it."""
        if isinstance(field, StreamField):
            return self.block(field.stream_block, value, field.name) if value is not None else []
        if isinstance(field, RichTextField):
            return self._rich_text(value, field.name)
        if isinstance(field, models.ForeignKey):
            return self._reference(field, value, field.name)
        if value is None:
            _require(field.null, field.name)
            return None
        if field.choices:
            # A list, not a dictionary: a value that cannot be hashed, such as [], would raise TypeError.
            _require(value in [key for key, _label in field.flatchoices] or (value == "" and field.blank), field.name)
            return value
        return self._plain_field(field, value)

    def _plain_field(self, field: models.Field, value: Any) -> Any:
        """Return a number, date or text for a model field."""
        if isinstance(field, models.BooleanField):
            return _typed(value, bool, field.name)
        if isinstance(field, models.IntegerField):
            return _number(value, 0, LARGEST_NUMBER, field.name)
        if isinstance(field, models.DateTimeField):
            return moment(value, field.name)
        if isinstance(field, models.DateField):
            return _parsed(parse_date, value, field.name)
        # A field of another class is refused until somebody decides how it is checked.
        _require(isinstance(field, models.CharField | models.TextField), field.name)
        # URLField is a CharField, so it is asked for first.
        read = _address if isinstance(field, models.URLField) else text
        return read(value, field.max_length or LONGEST_TEXT, field.name)

    def block(self, block: Any, value: Any, path: str) -> Any:
        """Return the value of a block, with all inside it. Raises ArchiveError when the block cannot have it."""
        if isinstance(block, blocks.StreamBlock):
            return self._items(block, block.child_blocks, value, path)
        if isinstance(block, blocks.ListBlock):
            return self._items(block, {"item": block.child_block}, value, path)
        if isinstance(block, TypedTableBlock):
            return self._table(block, value, path)
        if isinstance(block, blocks.StructBlock):
            # "<=": a part that was added to the block after the page was saved is missing in its value.
            _require(isinstance(value, dict) and value.keys() <= block.child_blocks.keys(), path)
            return {name: self.block(block.child_blocks[name], part, f"{path}.{name}") for name, part in value.items()}
        if isinstance(block, blocks.ChooserBlock):
            return self._reference(block, value, path)
        if isinstance(block, blocks.RichTextBlock):
            return self._rich_text(value, path)
        return None if value is None else _plain_block(block, value, path)

    def _items(self, block: Any, children: dict[str, Any], value: Any, path: str) -> list[dict[str, Any]]:
        """Return the items of a stream or list, each of a known kind."""
        _require(isinstance(value, list) and len(value) <= (block.meta.max_num or MOST_ITEMS), path)
        items = []
        for number, item in enumerate(value):
            here = f"{path}.{number}"
            # Items that were written by a program have no id; Wagtail gives them one.
            _require(isinstance(item, dict) and {"type", "value"} <= item.keys() <= {"type", "value", "id"}, here)
            _require(isinstance(item["type"], str) and item["type"] in children, f"{here}: unknown block")
            read = {"type": item["type"], "value": self.block(children[item["type"]], item["value"], here)}
            items.append(read | ({"id": str(uuid(item["id"], here))} if item.get("id") else {}))
        return items

    def _table(self, block: TypedTableBlock, value: Any, path: str) -> Any:
        """Return a table, whose rows are as long as its list of columns."""
        if value is None:
            return None
        _require(
            isinstance(value, dict) and {"columns", "rows"} <= value.keys() <= {"columns", "rows", "caption"}, path
        )
        columns, rows = value["columns"], value["rows"]
        _require(isinstance(columns, list) and len(columns) <= MOST_COLUMNS, path)
        _require(isinstance(rows, list) and len(rows) <= MOST_ROWS, path)
        for column in columns:
            _require(isinstance(column, dict) and column.keys() == {"type", "heading"}, path)
            _require(isinstance(column["type"], str) and column["type"] in block.child_blocks, path)
            text(column["heading"] or "", LONGEST_HEADING, path)
        cells = [block.child_blocks[column["type"]] for column in columns]
        read = []
        for row in rows:
            _require(isinstance(row, dict) and row.keys() == {"values"} and isinstance(row["values"], list), path)
            _require(len(row["values"]) == len(cells), path)
            read.append({"values": [self.block(*cell, path) for cell in zip(cells, row["values"], strict=True)]})
        return {"columns": columns, "rows": read, "caption": text(value.get("caption") or "", LONGEST_HEADING, path)}

    def _reference(self, definition: Any, value: Any, path: str) -> int | None:
        """Return the id here of a thing that a field or block refers to; None without one."""
        if value is None:
            return None
        model = target_model(definition)
        kind = reference_kind(model) if model else ""
        # Only {kind: number or slug}: an id of another portal would be somebody else's thing here.
        _require(bool(kind) and isinstance(value, dict) and value.keys() == {kind}, path)
        if kind in SHARED:
            thing = self._references.slugged(kind, value[kind])
            return thing.pk if thing else None
        return self._references.number(kind, value[kind], model)

    def _rich_text(self, value: Any, path: str) -> str:
        """Return rich text with markup that the portal's editor writes, and its links to things of this portal."""
        if value is None:
            return ""
        markup = text(value, LONGEST_RICH_TEXT, path)
        try:
            # Tags that are not closed would spill over into the rest of the page.
            whole = balanced_markup(markup)
        except ValueError as error:
            raise ArchiveError(f"{path}: its markup is nested too deeply.") from error
        if has_foreign_markup(markup) or EMBED.search(markup):
            raise ArchiveError(f"{path}: it has markup that Neary does not write, such as a script.")
        return renumbered(whole, self._references.number)


def _plain_block(block: Any, value: Any, path: str) -> Any:
    """Return the value of a block without blocks inside."""
    if isinstance(block, blocks.BooleanBlock):
        return _typed(value, bool, path)
    if isinstance(block, blocks.IntegerBlock):
        most = block.field.max_value
        # "is None" and not "or": a limit of 0 is a limit.
        return _number(value, block.field.min_value or 0, LARGEST_NUMBER if most is None else most, path)
    if isinstance(block, blocks.DateBlock):
        # As text: the JSON of a stream has no dates.
        return str(_parsed(parse_date, value, path))
    if isinstance(block, blocks.TimeBlock):
        _parsed(parse_time, value, path)
        return value
    if isinstance(block, blocks.ChoiceBlock):
        _require(value == "" or value in [key for key, _label in block.field.choices], path)
        return value
    if isinstance(block, blocks.URLBlock):
        return _address(value, block.field.max_length or LONGEST_TEXT, path)
    _require(isinstance(block, blocks.CharBlock | blocks.TextBlock), path)
    return text(value, block.field.max_length or LONGEST_TEXT, path)


def text(value: Any, most: int, path: str) -> str:
    """Return a text of so many letters at most. Raises ArchiveError for another value, and for zero characters."""
    _typed(value, str, path)
    # Databases store neither zero characters nor halves of UTF-16 pairs.
    _require("\0" not in value and not SURROGATE.search(value), path)
    if length(value) > most:
        raise ArchiveError(f"{path}: it is longer than {most} letters.")
    return value


def uuid(value: Any, path: str) -> UUID:
    """Return a UUID written as text. Raises ArchiveError for anything else."""
    _typed(value, str, path)
    try:
        return UUID(value)
    except ValueError as error:
        raise ArchiveError(f"{path}: it is no UUID.") from error


def moment(value: Any, path: str) -> dt.datetime:
    """Return an aware time written in ISO 8601. Raises ArchiveError for anything else."""
    found = _parsed(parse_datetime, value, path)
    _require(timezone.is_aware(found), path)
    return found


def _address(value: Any, most: int, path: str) -> str:
    address = text(value, most, path)
    try:
        # urlsplit raises for an address such as http://[.
        scheme = urlsplit(address).scheme
    except ValueError:
        scheme = "?"
    _require(not address or scheme in ("http", "https"), path)
    return address


def _number(value: Any, least: int, most: int, path: str) -> int:
    _require(type(value) is int and least <= value <= most, path)
    return value


def _parsed(parse: Any, value: Any, path: str) -> Any:
    _typed(value, str, path)
    try:
        # No date or time has 40 letters; a longer text is not parsed at all.
        found = parse(value[:40]) if len(value) <= 40 else None
    except ValueError:
        found = None
    _require(found is not None, path)
    return found


def _typed(value: Any, kind: type, path: str) -> Any:
    _require(isinstance(value, kind), path)
    return value


def _require(holds: bool, path: str) -> None:
    if not holds:
        raise ArchiveError(f"{path}: it has a value that it cannot have.")
