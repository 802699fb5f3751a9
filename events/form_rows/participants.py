"""The numbers of people who took part in an event, as rows of its short form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Participants
from events.models.participants import Attendance
from orgs.short_forms.rows_field import RowForm, RowsField

NUMBERS = ("women", "men", "another", "not_said")
MOST_PEOPLE = 1_000_000


def number_field(label: Any, least: int = 0, most: int = MOST_PEOPLE) -> forms.IntegerField:
    """Return an optional form field for a whole number, typed in Latin or Khmer digits."""
    # A box of the type "number" takes no Khmer digits.
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, widget=box)


class ParticipantsRow(RowForm):
    """The form of the people from one kind of organization."""

    kind = forms.ChoiceField(
        label=_("kind of organization"),
        choices=[("", _("Please choose")), *Attendance.choices],
        error_messages={"required": _("Please choose where these people come from.")},
    )
    women = number_field(_("women"))
    men = number_field(_("men"))
    another = number_field(_("another sex"))
    not_said = number_field(_("sex not said"))

    def clean(self) -> dict[str, Any]:
        """Return the cleaned row, with 0 for an empty number."""
        cleaned = super().clean() or self.cleaned_data
        return cleaned | {name: cleaned.get(name) or 0 for name in NUMBERS}


def participants_rows() -> RowsField:
    """Return the field of an event's short form for its participants."""
    return RowsField(
        ParticipantsRow, most=len(Attendance.choices), label=_("participants"), one=_("Kind of organization")
    )


def participant_rows_of(page: Any) -> list[dict[str, Any]]:
    """Return the participants of an event as rows of its short form."""
    rows = page.participants.all()
    return [{"id": "", "kind": row.kind} | {name: getattr(row, name) for name in NUMBERS} for row in rows]


def twice(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a kind of organization stands in two rows."""
    kinds = [row["kind"] for row in rows]
    return len(kinds) > len(set(kinds))


def fill_participants(page: Any, rows: Sequence[Mapping[str, Any]] | None) -> None:
    """Write the participants of the short form into an event without saving it; rows of the same kind stay."""
    stored = [tuple(row.values()) for row in participant_rows_of(page)]
    if rows is None or stored == [("", row["kind"], *(row[name] for name in NUMBERS)) for row in rows]:
        return
    before = {row.kind: row for row in page.participants.all()}
    written = []
    for place, row in enumerate(rows):
        each = before.get(row["kind"]) or Participants(kind=row["kind"])
        each.sort_order = place
        for name in NUMBERS:
            setattr(each, name, row[name])
        written.append(each)
    page.participants.set(written)
