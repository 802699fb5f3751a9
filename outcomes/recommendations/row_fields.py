"""The recommendations of a page as rows of a short form: what is recommended, and to whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.short_forms.rows_field import RowForm, RowsField
from outcomes.recommendations.blocks import LONGEST_RECOMMENDATION, MOST_RECOMMENDATIONS
from vocabulary.models import Institution


class RecommendationRow(RowForm):
    """The form of one recommendation in a short form."""

    text = forms.CharField(
        label=_("What is recommended?"),
        max_length=LONGEST_RECOMMENDATION,
        error_messages={"required": _("Please write what is recommended.")},
    )
    institution = forms.ChoiceField(
        label=_("To whom?"),
        error_messages={"required": _("Please choose an institution. Editors add one that is missing.")},
    )

    @classmethod
    def shared_choices(cls) -> dict[str, list[tuple[Any, Any]]]:
        """Return the institutions, read once for all rows."""
        institutions = [(str(institution.pk), str(institution)) for institution in Institution.objects.all()]
        return {"institution": [("", _("Please choose")), *institutions]}


def recommendations_rows() -> RowsField:
    """Return the field of a short form for the recommendations of a page."""
    return RowsField(RecommendationRow, most=MOST_RECOMMENDATIONS, label=_("Recommendations"), one=_("Recommendation"))


def rows_of(page: Any) -> list[dict[str, Any]]:
    """Return a page's stored recommendations as rows of a short form."""
    return [
        {"id": block["id"], "text": block["value"]["text"], "institution": str(block["value"]["institution"] or "")}
        for block in page.addressed_recommendations.get_prep_value()
    ]


def fill_recommendations(page: Any, rows: Sequence[dict[str, Any]] | None) -> None:
    """Write the rows of a short form into a page without saving it; the steps of each recommendation stay.

    None, of a form that was sent without the rows, changes nothing. A row is known by the id of its block on this page.
    """
    stored = list(page.addressed_recommendations.get_prep_value())
    if rows is None or [_said(row) for row in rows] == [_said(row) for row in rows_of(page)]:
        return
    by_id = {block["id"]: block for block in stored}
    # pop: an id that comes twice names one block, and the second row is a new one.
    written = [_block(by_id.pop(row["id"], None), row) for row in rows]
    # As JSON text: StreamField takes it as its own stored form, with the ids of the blocks.
    page.addressed_recommendations = json.dumps(written)


def _said(row: dict[str, Any]) -> tuple[str, str]:
    return " ".join(row["text"].split()), str(row["institution"])


def _block(block: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
    """Return a stored recommendation with the words of a row, or a new one."""
    text, institution = _said(row)
    value = {"text": text, "institution": int(institution)}
    if block is None:
        return {"type": "recommendation", "value": value | {"steps": []}, "id": str(uuid4())}
    return block | {"value": block["value"] | value}
