"""The recommendations of a page as rows of a short form: what is recommended, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_PASSAGE
from orgs.short_forms.passage_field import PassageField
from orgs.short_forms.rows_field import RowForm, RowsField
from orgs.short_forms.stream_rows import fill_stream
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


def other_recommendations_field() -> PassageField:
    """Return the optional field of a short form for the recommendations of a page that go to no institution."""
    return PassageField(
        label=_("other recommendations"),
        help_text=_("Those that go to no institution. Older pages have all of theirs here."),
        max_length=LONGEST_PASSAGE,
        required=False,
    )


def rows_of(page: Any) -> list[dict[str, Any]]:
    """Return a page's stored recommendations as rows of a short form."""
    return [
        {"id": block["id"], "text": block["value"]["text"], "institution": str(block["value"]["institution"] or "")}
        for block in page.addressed_recommendations.get_prep_value()
    ]


def fill_recommendations(page: Any, rows: Sequence[dict[str, Any]] | None) -> None:
    """Write the rows of a short form into a page without saving it; the steps of each recommendation stay.

    None, of a form that was sent without the rows, changes nothing.
    """
    fill_stream(
        page,
        "addressed_recommendations",
        rows,
        block="recommendation",
        stored_rows=rows_of(page),
        value_of=_said,
        new={"steps": []},
    )


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    institution = str(row["institution"])
    return {"text": " ".join(row["text"].split()), "institution": int(institution) if institution else None}
