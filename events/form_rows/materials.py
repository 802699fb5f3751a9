"""The materials of an event as rows of its short form: documents of its organization, or new ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Document
from orgs.body_form.files import DocumentField
from orgs.pages.blocks import MOST_ITEMS
from orgs.short_forms.rows_field import RowForm, RowsField
from orgs.short_forms.stream_rows import fill_stream


class MaterialRow(RowForm):
    """The form of one document that was handed out; which ones may be chosen, the form of the event says."""

    document = forms.ChoiceField(label=_("document"), error_messages={"required": _("Please choose a document.")})
    title = forms.CharField(label=_("title"), max_length=200, required=False)


def materials_rows() -> RowsField:
    """Return the field of an event's short form for its materials."""
    return RowsField(MaterialRow, most=MOST_ITEMS, label=_("materials"), one=_("Document"))


def new_material_field() -> DocumentField:
    """Return the form field that takes one new document for the materials."""
    return DocumentField(label=_("Upload a document"), required=False, max_length=255)


def material_rows_of(page: Any) -> list[dict[str, Any]]:
    """Return the materials of an event as rows of its short form."""
    return [
        {"id": block["id"], "document": str(block["value"]["document"] or ""), "title": block["value"]["title"] or ""}
        for block in page.materials.get_prep_value()
    ]


def fill_materials(page: Any, rows: Sequence[Mapping[str, Any]] | None) -> None:
    """Write the materials of the short form into an event without saving it."""
    fill_stream(page, "materials", rows, block="document", stored_rows=material_rows_of(page), value_of=_value)


def add_material(page: Any, document: Document) -> None:
    """Add a document to the materials of an event without saving it."""
    block = {"type": "document", "value": {"document": document.pk, "title": ""}, "id": str(uuid4())}
    page.materials = json.dumps([*page.materials.get_prep_value(), block])


def _value(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"document": int(row["document"]) if row["document"] else None, "title": row["title"]}
