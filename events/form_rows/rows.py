"""The programme, the people and the links of an event as rows of its short form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed_date_fields import TypedDateField, TypedTimeField
from common.typed_text.lengths import LONGEST_ADDRESS
from orgs.pages.blocks import MOST_ITEMS
from orgs.short_forms.rows_field import RowForm, RowsField
from orgs.short_forms.stream_rows import fill_stream, stored_rows


class ProgrammeRow(RowForm):
    """The form of one item of a programme."""

    time = TypedTimeField(label=_("time"), error_messages={"required": _("Please write the hour.")})
    until = TypedTimeField(label=_("until"), required=False)
    what = forms.CharField(label=_("what"), max_length=250, error_messages={"required": _("Please write what it is.")})
    day = TypedDateField(label=_("day"), required=False, help_text=_("Only for an event of several days."))


class PersonRow(RowForm):
    """The form of one person who leads an event or speaks at it."""

    role = forms.CharField(
        label=_("role"), max_length=100, error_messages={"required": _("Please write what this person does.")}
    )
    name = forms.CharField(
        label=_("name"), max_length=120, required=False, help_text=_("Only if this person agreed to be named.")
    )


class LinkRow(RowForm):
    """The form of one link to a press report or video."""

    # The kind is chosen beforehand.
    quiet: ClassVar = frozenset({"id", "kind"})

    title = forms.CharField(label=_("title"), max_length=200, error_messages={"required": _("Please write a title.")})
    url = forms.URLField(label=_("address"), max_length=LONGEST_ADDRESS, assume_scheme="https")
    kind = forms.ChoiceField(label=_("kind"), choices=[("press", _("press")), ("video", _("video"))], initial="press")


# By the field of the form, whose `people` asks who is in the photo: the form of a row, the field of the event, and what
# a block in its stream is called.
ROWS: dict[str, tuple[type[RowForm], str, str]] = {
    "programme": (ProgrammeRow, "programme", "item"),
    "guests": (PersonRow, "people", "person"),
    "links": (LinkRow, "links", "link"),
}


def rows_field(name: str, label: Any, one: Any) -> RowsField:
    """Return the field of an event's short form for its programme, its people or its links."""
    return RowsField(ROWS[name][0], most=MOST_ITEMS, label=label, one=one)


def names_of(row: type[RowForm]) -> list[str]:
    """Return the names of what a row says."""
    return [name for name in row.base_fields if name != "id"]


def event_rows(page: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the stored rows of an event, by the field of the short form."""
    return {name: stored_rows(getattr(page, field), names_of(row)) for name, (row, field, _block) in ROWS.items()}


def fill_event_rows(page: Any, post: Mapping[str, Any]) -> None:
    """Write the rows of the short form into an event without saving it."""
    for name, rows in event_rows(page).items():
        row, field, block = ROWS[name]
        fill_stream(
            page,
            field,
            post[name],
            block=block,
            stored_rows=rows,
            value_of=partial(_value, names_of(row)),
        )


def _value(names: list[str], said: Mapping[str, Any]) -> dict[str, Any]:
    return {each: _stored(said.get(each)) for each in names}


def _stored(value: Any) -> Any:
    """Return a value as the database stores it: days and hours as text, nothing as in the full editor."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value
