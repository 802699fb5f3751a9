"""The body of a page and the parts of its short form: read from stored blocks, and written back.

A block that the form does not know, or cannot show without loss, is kept in its place as it is. A part that nobody has
changed keeps its block as it is stored, letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.exceptions import ValidationError

from common.typed_text.passages import KEYS
from orgs.body_form.files import OwnFileField
from orgs.body_form.part_kinds import READ_ORDER, PartKind, Values

KEY = re.compile(r"\A[A-Za-z0-9-]{1,40}\Z")
BLOCK_KEYS = re.compile(r"<(p|li)>")
# The full editor's marks of paragraphs have five signs.
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class StoredPart:
    """A stored block as a part of the short form; without a kind it is kept as it is, and only its words are shown."""

    key: str
    kind: PartKind | None
    values: Values = field(default_factory=dict)
    label: str = ""
    words: str = ""


@dataclass(frozen=True)
class TypedPart:
    """A part as it was typed, with its cleaned values; without a kind it is a block that is kept."""

    key: str
    kind: PartKind | None
    values: Values = field(default_factory=dict)


def stored_blocks(body: Any) -> list[dict[str, Any]]:
    """Return the blocks of a page's body as the database has them: dicts of type, value and id."""
    return list(body.stream_block.get_prep_value(body)) if body else []


def stored_parts(body: Any) -> list[StoredPart]:
    """Return the blocks of a page's body as parts of its short form, in order."""
    return [_part(block, body.stream_block) for block in stored_blocks(body)]


def _part(block: dict[str, Any], stream: Any) -> StoredPart:
    kind, values = read_block(block)
    if kind:
        return StoredPart(block["id"], kind, values)
    definition = stream.child_blocks[block["type"]]
    words = definition.get_searchable_content(definition.to_python(block["value"]))
    return StoredPart(block["id"], None, {}, str(definition.label), " ".join(filter(None, words)))


def read_block(block: dict[str, Any]) -> tuple[PartKind | None, Values]:
    """Return the kind and the values of the part that shows a stored block; (None, {}) where none can."""
    for kind in READ_ORDER:
        if kind.block == block["type"] and (values := kind.read(block["value"])) is not None:
            return kind, values
    return None, {}


def written_blocks(blocks: list[dict[str, Any]], parts: Iterable[TypedPart]) -> list[dict[str, Any]]:
    """Return the blocks of a body after its parts were typed: unchanged and kept ones stay as they are stored."""
    stored = {block["id"]: block for block in blocks}
    written = []
    for part in parts:
        before = stored.get(part.key)
        if before and (part.kind is None or is_unchanged(before, part)):
            written.append(before)
        elif part.kind:
            written += _new_blocks(part.key, part.kind.write(part.values))
    return written


def _new_blocks(key: str, values: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    # A text with pasted tables becomes several blocks: the others get ids that are the same at the next saving.
    ids = [str(uuid5(NAMESPACE_OID, f"{key} {place}")) if place else key for place in range(len(values))]
    return [
        {"type": name, "value": _with_keys(value, number) if name == "paragraph" else value, "id": number}
        for number, (name, value) in zip(ids, values, strict=True)
    ]


def _with_keys(markup: str, key: str) -> str:
    """Return formatted text with the full editor's marks, which are the same each time the same text is written."""
    number = uuid5(NAMESPACE_OID, key).int
    used = iter(range(number, number + len(markup)))

    def marked(found: re.Match[str]) -> str:
        value = next(used)
        sign = "".join(LETTERS[value // 36**place % 36] for place in range(5))
        return f'<{found[1]} data-block-key="{sign}">'

    return BLOCK_KEYS.sub(marked, markup)


def is_unchanged(block: dict[str, Any], part: TypedPart) -> bool:
    """Return whether a typed part says the same as its stored block."""
    kind, values = read_block(block)
    if kind is None or kind is not part.kind or part.values.get("file"):
        return False
    fields = kind.fields()
    return all(_is_same(fields[name], value, part.values[name]) for name, value in values.items())


def _is_same(definition: Any, stored: Any, typed: Any) -> bool:
    if isinstance(definition, OwnFileField):
        return (stored or None) == getattr(typed, "pk", None)
    try:
        # What is typed was cleaned: the stored value is compared as if it had been typed.
        return bool(definition.clean(stored) == typed)
    except ValidationError:
        return False


def bare_blocks(blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return blocks without their ids and the full editor's marks, to compare what they say."""
    return [
        (
            block["type"],
            KEYS.sub("", block["value"]) if block["type"] == "paragraph" else block["value"],
        )
        for block in blocks
    ]
