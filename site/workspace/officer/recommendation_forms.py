"""The forms of findings, of a recommendation to an institution, and of one of its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Document
from common.typed_date_fields import TypedDateField
from common.typed_text.lengths import LONGEST_PASSAGE
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

    is_of_series = forms.BooleanField(
        label=_("It speaks for the whole series"),
        required=False,
        help_text=_("The page of the series shows it first. Leave it empty if this event alone recommends it."),
    )

    def __init__(self, *args: Any, is_in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_in_series:
            del self.fields["is_of_series"]

    def clean_text(self) -> str:
        """Return the typed recommendation as one line."""
        return " ".join(self.cleaned_data["text"].split())


class FindingsForm(forms.Form):
    """The form of what an event or a publication has found, as lines of text."""

    findings = forms.CharField(
        label=_("What was found?"),
        max_length=LONGEST_PASSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line begins a paragraph. Lines that begin with “- ” become a list."),
    )


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
