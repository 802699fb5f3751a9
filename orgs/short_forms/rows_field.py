"""A form field of which the value is a list of rows, each filled in a small form of its own.

The boxes of row 2 of a field `links` are called `links-2-title`; `links-count` says how many rows there are. A row
whose boxes are all empty is no row. Without a script a row more is a button of the form (`ROW_MORE`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khmer.numbers import numerals

# What the button for a row more sends, before the name of its field.
ROW_MORE = "more:"
# In the name of a box of the row that a script copies.
BLANK = "NUMBER"


class RowForm(forms.Form):
    """The base of the form of one row; `id` names the row that is stored, and is empty for a new one."""

    # The fields that say nothing alone: a row in which only they are filled is empty.
    quiet: ClassVar[frozenset[str]] = frozenset({"id"})

    # A browser would ask for the boxes of an empty row.
    use_required_attribute = False

    id = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    @classmethod
    def shared_choices(cls) -> dict[str, list[tuple[Any, Any]]]:
        """Return the choices of fields that are read once for all rows, by the field's name."""
        return {}

    @classmethod
    def is_blank(cls, row: Mapping[str, Any]) -> bool:
        """Return whether nothing is said in a row."""
        return not any(str(value or "").strip() for name, value in row.items() if name not in cls.quiet)


class TypedRows(list[dict[str, str]]):
    """The rows of a posted form, as they were typed."""


class RowsWidget(forms.Widget):
    """Reads the boxes of all rows of a posted form; a template shows them (components/rows.html)."""

    use_fieldset = True

    def __init__(self, names: Sequence[str], most: int) -> None:
        super().__init__()
        self.names, self.most = names, most

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedRows | None:
        """Return the posted rows; None where the form was sent without them."""
        count = str(data.get(f"{name}-count", ""))
        if not (count.isascii() and count.isdecimal() and len(count) < 4):
            return None
        # One more than there may be, so that the field can say so.
        numbers = range(min(int(count), self.most + 1))
        return TypedRows({box: str(data.get(f"{name}-{n}-{box}", "")) for box in self.names} for n in numbers)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return whether a form was sent without the rows."""
        return f"{name}-count" not in data


class RowsBoundField(forms.BoundField):
    """A field of rows together with its form, for the template."""

    field: RowsField

    @cached_property
    def rows(self) -> list[RowForm]:
        """Return the form of each row, and that of an empty one where there is none."""
        value = self.value()
        rows = list(value or [])
        return [self._row(number, row, isinstance(value, TypedRows)) for number, row in enumerate(rows or [{}])]

    @cached_property
    def blank(self) -> RowForm:
        """Return the form of an empty row, for a script to copy."""
        return self._row(BLANK, {}, False)

    @property
    def is_full(self) -> bool:
        """Return whether there may be no row more."""
        return len(self.rows) >= self.field.most

    @property
    def count_name(self) -> str:
        """Return the name of the hidden box that says how many rows there are."""
        return f"{self.html_name}-count"

    def _row(self, number: int | str, row: Mapping[str, Any], is_typed: bool) -> RowForm:
        # A row in which nothing is typed has no faults.
        is_typed = is_typed and not self.field.row.is_blank(row)
        return self.field.row_form(f"{self.html_name}-{number}", row, is_typed=is_typed)


class RowsField(forms.Field):
    """A form field for a list of rows; its value is a list of dicts, or None for a form without the rows."""

    def __init__(self, row: type[RowForm], *, most: int, one: Any, **kwargs: Any) -> None:
        """Make a field of at most `most` rows of the form `row`; `one` is what one row is called."""
        self.row, self.most, self.one = row, most, one
        self._own_choices: dict[str, list[tuple[Any, Any]]] = {}
        super().__init__(widget=RowsWidget(list(row.base_fields), most), required=False, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> RowsBoundField:
        """Return the field with its form, for a template."""
        return RowsBoundField(form, self, field_name)

    def offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        """Set the choices of a field in all rows, where they depend on whose form it is."""
        self._own_choices = {**self._own_choices, name: choices}

    @cached_property
    def _shared_choices(self) -> dict[str, list[tuple[Any, Any]]]:
        return self.row.shared_choices()

    def row_form(self, prefix: str, row: Mapping[str, Any], *, is_typed: bool) -> RowForm:
        """Return the form of one row, with its names below `prefix`, holding what was typed or what is stored."""
        typed = {f"{prefix}-{name}": value for name, value in row.items()} if is_typed else None
        form = self.row(typed, prefix=prefix, initial=None if is_typed else dict(row))
        for name, choices in {**self._shared_choices, **self._own_choices}.items():
            form.fields[name].choices = choices  # type: ignore[attr-defined]
        return form

    def clean(self, value: Any) -> list[dict[str, Any]] | None:
        """Return the cleaned rows without the empty ones. Raises ValidationError, which names the row."""
        if not isinstance(value, TypedRows):
            # The stored rows of a disabled field, or a form that was sent without them.
            return value
        rows = [(n, row) for n, row in enumerate(value, 1) if not self.row.is_blank(row)]
        if len(rows) > self.most:
            most = numerals(self.most, get_language() or "en")
            raise ValidationError(_("There may be %(most)s at most.") % {"most": most}, code="too_many")
        cleaned, problems = [], []
        for number, row in rows:
            form = self.row_form("row", row, is_typed=True)
            if form.is_valid():
                cleaned.append(form.cleaned_data)
            else:
                told = " ".join(str(text) for texts in form.errors.values() for text in texts)
                problems.append(f"{numerals(number, get_language() or 'en')}: {told}")
        if problems:
            raise ValidationError(problems, code="rows")
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the typed rows are other ones than those that are stored."""
        if data is None:
            return False
        try:
            cleaned = self.clean(data) or []
        except ValidationError:
            return True
        stored = [{"id": ""} | dict(row) for row in initial or []]
        return [_said(row) for row in cleaned] != [_said(row) for row in stored]


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says, without its id: a row that is stored has one, and the typed one had none yet."""
    return {name: value for name, value in row.items() if name != "id" and value not in (None, "")}
