"""The kinds of parts of which a long text is made in its short form, and the blocks that they are stored as."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from assets.models import Document, Image
from common.typed_text.lengths import LONGEST_ADDRESS, LONGEST_MESSAGE, LONGEST_PASSAGE
from common.typed_text.passages import LIST_MARK, NUMBER_MARK, passage_lines, passage_markup
from common.typed_text.tables import LONGEST_HEADING, TextTable, parts_of
from orgs.body_form.cells import Cells, CellsField
from orgs.body_form.files import DocumentField, OwnDocumentField, OwnFileField, PicturesInput
from orgs.pages.blocks import table_value
from orgs.pages.short_form import people_field

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Values = dict[str, Any]
# The type of a block with its value, as the database has it.
Written = tuple[str, Any]
# Signs that people type before the lines of a list themselves.
TYPED_MARK = re.compile(r"^\s*(?:[-•*–]|\d{1,3}[.)])\s+")
# More boxes than this are not shown on a phone: such a table is changed in the full editor.
MOST_BOXES = 600


@dataclass(frozen=True, kw_only=True)
class PartKind:
    """A kind of part: its fields, how a stored block is read into them, and what is stored of them.

    `read` returns None for a block that the fields cannot show without loss; `write` nothing for an empty part.
    `files` is the model of its file, whose id is in the field `stored`.
    """

    name: str
    block: str
    label: _StrOrPromise
    icon: str
    fields: Callable[[], dict[str, forms.Field]]
    read: Callable[[Any], Values | None]
    write: Callable[[Values], list[Written]]
    files: type[Image | Document] | None = None
    stored: str = ""


def _line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **more)


def _lines(label: Any, most: int, rows: int, **more: Any) -> forms.CharField:
    return _line(label, most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _heading_fields() -> dict[str, forms.Field]:
    levels = [("h2", _("of a section")), ("h3", _("of a part of a section"))]
    return {
        "text": _line(_("Heading"), LONGEST_HEADING),
        "level": forms.ChoiceField(label=_("Heading of what?"), choices=levels, required=False, initial="h2"),
    }


def _text_fields() -> dict[str, forms.Field]:
    hint = _("An empty line begins a paragraph. Lines that begin with “- ” become a list.")
    return {"text": _lines(_("Text"), LONGEST_PASSAGE, 6, help_text=hint)}


def _read_text(markup: Any) -> Values | None:
    text = passage_lines(str(markup or ""))
    return None if text is None else {"text": text}


def _write_text(values: Values) -> list[Written]:
    return [
        ("table", table_value(part)) if isinstance(part, TextTable) else ("paragraph", passage_markup(part))
        for part in parts_of(values["text"])
    ]


def _list_fields() -> dict[str, forms.Field]:
    return {
        "text": _lines(_("List"), LONGEST_PASSAGE, 4, help_text=_("One line for each item.")),
        "numbered": forms.BooleanField(label=_("With numbers"), required=False),
    }


def _read_list(markup: Any) -> Values | None:
    lines = (passage_lines(str(markup or "")) or "").split("\n")
    for numbered in (False, True):
        items = [NUMBER_MARK.sub("", each, count=1) if numbered else each.removeprefix(LIST_MARK) for each in lines]
        if _marked(items, numbered) == lines:
            return {"text": "\n".join(items), "numbered": numbered}
    return None


def _marked(items: list[str], numbered: bool) -> list[str]:
    return [f"{place}. {item}" if numbered else LIST_MARK + item for place, item in enumerate(items, 1)]


def _write_list(values: Values) -> list[Written]:
    items = [item for line in values["text"].split("\n") if (item := TYPED_MARK.sub("", line).strip())]
    return [("paragraph", passage_markup("\n".join(_marked(items, values["numbered"]))))] if items else []


def _quotation_fields() -> dict[str, forms.Field]:
    return {
        "text": _lines(_("Quotation"), LONGEST_MESSAGE, 3),
        "source": _line(_("Who said it, or where it stands"), 200),
    }


def _video_fields() -> dict[str, forms.Field]:
    address = forms.URLField(
        label=_("Address of the video"),
        max_length=LONGEST_ADDRESS,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    return {"url": address, "title": _line(_("What does it show?"), 200)}


def _document_fields() -> dict[str, forms.Field]:
    return {
        "document": OwnDocumentField(_("One of your documents")),
        "file": DocumentField(label=_("Or upload one"), required=False),
        "title": _line(_("What is it called?"), 200),
    }


def _picture_fields() -> dict[str, forms.Field]:
    return {
        "photo": OwnFileField(),
        "file": PictureField(label=_("Pictures"), required=False, widget=PicturesInput),
        "alt_text": _line(
            _("What does the photo show?"),
            300,
            help_text=_("For readers who cannot see it. For example: a woman weaves silk."),
        ),
        "people": people_field(),
        "caption": _line(_("Words below the picture"), 300),
        "credit": _line(_("Who took or drew it?"), 200),
    }


def _table_fields() -> dict[str, forms.Field]:
    return {
        "caption": _line(_("Heading of the table"), LONGEST_HEADING),
        "cells": CellsField(label=_("Cells"), required=False),
    }


def _read_table(value: Any) -> Values | None:
    columns, rows = value["columns"], [[cell or "" for cell in row["values"]] for row in value["rows"]]
    types, headings = [column["type"] for column in columns], [column["heading"] or "" for column in columns]
    if not columns or len(columns) * (len(rows) + 1) > MOST_BOXES or any(len(row) != len(columns) for row in rows):
        return None
    return {"caption": value.get("caption") or "", "cells": {"types": types, "headings": headings, "rows": rows}}


def _write_table(values: Values) -> list[Written]:
    cells: Cells = values["cells"] or {"types": [], "headings": [], "rows": []}
    if not (values["cells"] or values["caption"]):
        return []
    columns = [
        {"type": kind, "heading": heading} for kind, heading in zip(cells["types"], cells["headings"], strict=True)
    ]
    rows = [{"values": row} for row in cells["rows"]]
    return [("table", {"columns": columns, "rows": rows, "caption": values["caption"]})]


def _read_own(*names: str, **renamed: str) -> Callable[[Any], Values]:
    """Return the reader of a block whose texts have the names of the fields; `renamed` are field=block."""
    pairs = {name: name for name in names} | renamed
    return lambda value: {field: value.get(name) or "" for field, name in pairs.items()}


def _write_own(
    block: str, *names: str, quiet: tuple[str, ...] = (), **renamed: str
) -> Callable[[Values], list[Written]]:
    """Return the writer of such a block; a part in which only the `quiet` fields are filled is empty."""
    pairs = {name: name for name in names} | renamed

    def write(values: Values) -> list[Written]:
        said = {field: values[field] for field in pairs}
        if not any(value for field, value in said.items() if field not in quiet):
            return []
        return [(block, {name: getattr(said[field], "pk", said[field]) for field, name in pairs.items()})]

    return write


TEXT = PartKind(
    name="text", block="paragraph", label=_("Text"), icon="pen", fields=_text_fields, read=_read_text, write=_write_text
)
HEADING = PartKind(
    name="heading",
    block="heading",
    label=_("Heading"),
    icon="down",
    fields=_heading_fields,
    read=_read_own("text", "level"),
    write=_write_own("heading", "text", "level", quiet=("level",)),
)
PICTURE = PartKind(
    name="picture",
    block="picture",
    label=_("Picture"),
    icon="camera",
    fields=_picture_fields,
    read=_read_own("alt_text", "caption", photo="image"),
    write=_write_own("picture", "alt_text", "caption", photo="image"),
    files=Image,
    stored="photo",
)
QUOTATION = PartKind(
    name="quotation",
    block="quotation",
    label=_("Quotation"),
    icon="quote",
    fields=_quotation_fields,
    read=_read_own("text", "source"),
    write=_write_own("quotation", "text", "source"),
)
TABLE = PartKind(
    name="table",
    block="table",
    label=_("Table"),
    icon="file",
    fields=_table_fields,
    read=_read_table,
    write=_write_table,
)
LIST = PartKind(
    name="list",
    block="paragraph",
    label=_("List"),
    icon="check",
    fields=_list_fields,
    read=_read_list,
    write=_write_list,
)
VIDEO = PartKind(
    name="video",
    block="video",
    label=_("Video link"),
    icon="go",
    fields=_video_fields,
    read=_read_own("url", "title"),
    write=_write_own("video", "url", "title"),
)
DOCUMENT = PartKind(
    name="document",
    block="document",
    label=_("Document"),
    icon="file",
    fields=_document_fields,
    read=_read_own("title", document="document"),
    write=_write_own("document", "title", document="document"),
    files=Document,
    stored="document",
)

# In the order of the buttons that add them.
KINDS = {kind.name: kind for kind in (TEXT, HEADING, PICTURE, QUOTATION, TABLE, LIST, VIDEO, DOCUMENT)}
# A list is tried before a text: both are stored as a paragraph.
READ_ORDER = (LIST, *(kind for kind in KINDS.values() if kind is not LIST))
