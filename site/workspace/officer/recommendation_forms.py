"""The forms of a recommendation to an institution and of one of its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Document
from common.typed_date_fields import TypedDateField
from orgs.models import Organization
from outcomes.recommendations.blocks import LONGEST_NOTE, LONGEST_RECOMMENDATION
from outcomes.recommendations.steps import StepKind
from vocabulary.models import Institution


class RecommendationForm(forms.Form):
    """The form of one recommendation: what is recommended, and to whom."""

    text = forms.CharField(
        label=_("What is recommended?"),
        max_length=LONGEST_RECOMMENDATION,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write what is recommended.")},
    )
    institution = forms.ModelChoiceField(
        Institution.objects.all(),
        label=_("To whom?"),
        empty_label=_("Please choose"),
        error_messages={"required": _("Please choose an institution. Editors add one that is missing.")},
    )

    def clean_text(self) -> str:
        """Return the typed recommendation as one line."""
        return " ".join(self.cleaned_data["text"].split())


class StepForm(forms.Form):
    """The form of one step of a recommendation: what happened on which day."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=StepKind.choices, widget=forms.RadioSelect)
    day = TypedDateField(label=_("On which day?"), help_text=_("Day, month and year, such as 05/12/2026."))
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("What was said, in one sentence. No names of people."),
    )
    document: forms.ModelChoiceField[Document] = forms.ModelChoiceField(
        # None, until the organization is known: another one's documents must never be offered.
        Document.objects.none(),
        label=_("Letter or document"),
        empty_label=_("None"),
        required=False,
        help_text=_("One of your organization's documents. New ones are added in the full editor, under Documents."),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Document.objects.filter(collection=organization.collection).order_by("-created_at", "-pk")
        self.fields["document"].queryset = own  # type: ignore[attr-defined]
