"""One part of a long text in its short form, for the templates."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms

from orgs.body_form.cells import Cells, empty_cells
from orgs.body_form.changes import PART, SEPARATOR
from orgs.body_form.part_kinds import PartKind
from orgs.body_form.stored import StoredPart


class TextPart:
    """A part of a long text with its fields; without a kind it is a block that the form keeps as it is."""

    def __init__(self, form: Any, kind: PartKind | None, key: str, number: int, stored: StoredPart | None) -> None:
        # The form is a LongTextForm, whose module imports this one.
        self.form, self.kind, self.key, self.number, self.stored = form, kind, key, number, stored

    @property
    def name(self) -> str:
        """Return the beginning of the names of the part's boxes."""
        return f"{PART}-{self.key}"

    @property
    def value(self) -> str:
        """Return the value of the hidden box that names this part."""
        return f"{self.kind.name if self.kind else 'kept'}{SEPARATOR}{self.key}"

    @property
    def label(self) -> Any:
        """Return what the kind of this part is called."""
        return self.kind.label if self.kind else self.stored.label if self.stored else ""

    @property
    def template(self) -> str:
        """Return the template that shows the part's boxes."""
        return f"workspace/officer/parts/{self.kind.name if self.kind else 'kept'}.html"

    @property
    def is_gone(self) -> bool:
        """Return whether the part was taken away in this form, and can still be put back."""
        return bool(self.form.data.get(f"{self.name}-gone"))

    @property
    def is_last(self) -> bool:
        """Return whether no part follows this one."""
        return self.number == len(self.form.parts)

    @property
    def has_focus(self) -> bool:
        """Return whether the button that sent the form was about this part."""
        return self.form.focus == self.key

    @cached_property
    def box(self) -> dict[str, forms.BoundField]:
        """Return the part's fields by their names."""
        return {name: self.form[f"{self.name}-{name}"] for name in (self.kind.fields() if self.kind else ())}

    @property
    def cells(self) -> Cells:
        """Return the cells of a table as typed or stored; those of an empty one for a new table."""
        return self.box["cells"].value() or empty_cells()

    @property
    def file(self) -> Any:
        """Return the stored picture or document of the part, or None."""
        assert self.kind is not None
        self.form.fetch_pictures()
        field = self.box[self.kind.stored]
        try:
            return field.field.clean(field.value())
        except forms.ValidationError:
            return None

    def cleaned_values(self) -> dict[str, Any]:
        """Return the cleaned values of the part's fields; those with errors are empty."""
        cleaned = self.form.cleaned_data
        empty = {"numbered": False, "level": "h2"}
        nothing = {"file": None, "photo": None, "document": None, "cells": None}
        return {name: cleaned.get(f"{self.name}-{name}") or (empty | nothing).get(name, "") for name in self.box}
