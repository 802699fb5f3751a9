"""The competition of an event in its short form: how it was judged, and a row for each entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.typed_text.lengths import LONGEST_ADDRESS
from events.competition.blocks import MOST_ENTRIES
from events.form_rows.participants import number_field
from orgs.short_forms.rows_field import RowForm, RowsField
from orgs.short_forms.stream_rows import fill_stream, stored_rows

NAMES = ("rank", "title", "url", "people", "agreed", "prize")
LONGEST_JUDGING = 600


class EntryRow(RowForm):
    """The form of one entry of a competition; people are named only if they agreed."""

    quiet: ClassVar = frozenset({"id", "agreed"})

    rank = number_field(_("rank"), 1, MOST_ENTRIES)
    title = forms.CharField(label=_("title"), max_length=200, error_messages={"required": _("Please write a title.")})
    people = forms.CharField(
        label=_("people"), max_length=200, required=False, help_text=_("A group, or people who agreed to be named.")
    )
    agreed = forms.BooleanField(label=_("Everybody who is named agreed to it"), required=False)
    prize = forms.CharField(label=_("prize"), max_length=120, required=False)
    url = forms.URLField(
        label=_("address of the video"),
        max_length=LONGEST_ADDRESS,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )

    def clean(self) -> None:
        """Add a form error where people are named who did not agree to it."""
        super().clean()
        if self.cleaned_data.get("people") and not self.cleaned_data.get("agreed"):
            self.add_error("agreed", _("Name people only if everybody agreed, and say so here."))


def entries_rows() -> RowsField:
    """Return the field of an event's short form for the entries of its competition."""
    return RowsField(
        EntryRow, most=MOST_ENTRIES, label=_("Entries of the competition"), one=pgettext_lazy("competition", "Entry")
    )


def judging_field() -> forms.CharField:
    """Return the form field for how the entries were judged."""
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=_("how it was judged"), max_length=LONGEST_JUDGING, required=False, widget=box)


def competition_of(page: Any) -> dict[str, Any]:
    """Return the competition of an event as the short form shows it."""
    judging = [block.value for block in page.competition or () if block.block_type == "judging"]
    return {"judging": judging[0] if judging else "", "entries": stored_rows(page.competition, NAMES, "entry")}


def fill_competition(page: Any, judging: str | None, rows: Sequence[Mapping[str, Any]] | None) -> None:
    """Write the competition of the short form into an event without saving it; None changes nothing."""
    stored = competition_of(page)
    if judging is not None and _lines(judging) != _lines(stored["judging"]):
        _fill_judging(page, _lines(judging))
    fill_stream(page, "competition", rows, block="entry", stored_rows=stored["entries"], value_of=_value)


def _fill_judging(page: Any, judging: str) -> None:
    blocks = page.competition.get_prep_value()
    said = [block for block in blocks if block["type"] == "judging"]
    if said and judging:
        said[0]["value"] = judging
    elif said:
        blocks.remove(said[0])
    else:
        blocks.insert(0, {"type": "judging", "value": judging, "id": str(uuid4())})
    page.competition = json.dumps(blocks)


def _lines(text: str) -> str:
    return "\n".join(text.strip().splitlines())


def _value(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: row.get(name) or "" for name in NAMES}
    return texts | {"rank": row.get("rank"), "agreed": bool(row.get("agreed"))}
