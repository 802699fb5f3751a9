"""The stream blocks of recommendations and their steps.

They are blocks of the page's own stream, not rows below it: so the review, the hash of what was sent, the comparison,
the checks, translations and the tenant guard take them in as they take in every other text of the page.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from common.typed_text.lengths import LONGEST_ADDRESS
from orgs.pages.blocks import TypedDateBlock
from orgs.pages.widened_block import WidenedBlock
from outcomes.recommendations.steps import StepKind, problem_of
from vocabulary.models import Institution

MOST_RECOMMENDATIONS = 20
LONGEST_RECOMMENDATION = 300
LONGEST_NOTE = 300
# Stored where a recommendation speaks for the whole series of its event.
SERIES = "series"


class InstitutionBlock(blocks.ChooserBlock):
    """A choice of one institution, from a list of all."""

    widget = forms.Select()

    @cached_property
    def target_model(self) -> type[Institution]:
        """Return the model class from which one object is chosen: Institution."""
        return Institution

    class Meta:
        icon = "group"

    def get_form_state(self, value: Any) -> Any:
        """Return the id of the chosen institution for a plain list of choices, which has no data as a chooser has."""
        return self.field.prepare_value(self.value_for_form(value))

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the chosen institution's names in both languages, for search; [] without one."""
        return [value.name_en, value.name_km] if value else []


class StepBlock(blocks.StructBlock):
    """One step of a recommendation: what happened on which day, and the letter that shows it."""

    kind = blocks.ChoiceBlock(label=_("step"), choices=StepKind.choices)
    day = TypedDateBlock(label=_("day"))
    note = blocks.CharBlock(
        label=_("note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("What was said, in one sentence. No names of people."),
    )
    document = DocumentChooserBlock(label=_("letter or document"), required=False)
    link = blocks.URLBlock(label=_("address on the internet"), max_length=LONGEST_ADDRESS, required=False)

    class Meta:
        icon = "date"
        label = _("step")

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the note of a recommendation's step as a list of one text, for search."""
        return [value.get("note") or ""]


class RecommendationBlock(blocks.StructBlock):
    """One recommendation to one institution, with its steps."""

    text = blocks.CharBlock(label=_("what is recommended"), max_length=LONGEST_RECOMMENDATION)
    institution = InstitutionBlock(label=_("to whom"))
    # All steps but one: adopted and declined exclude each other.
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), default=[], max_num=len(StepKind) - 1)

    class Meta:
        icon = "doc-full-inverse"
        label = _("recommendation")

    def clean(self, value: Any) -> Any:
        """Return the validated recommendation. Raises StructBlockValidationError if its steps contradict."""
        cleaned = super().clean(value)
        steps = [(step["kind"], step["day"]) for step in cleaned["steps"]]
        if problem := problem_of(steps, timezone.localdate()):
            errors = ErrorList([ValidationError(problem)])
            raise StructBlockValidationError(block_errors={"steps": ListBlockValidationError(non_block_errors=errors)})
        return cleaned


class SeriesRecommendationBlock(RecommendationBlock, WidenedBlock):
    """A recommendation on the page of an event, which may speak for the whole series of events."""

    added_later = frozenset({"speaks_for"})

    speaks_for = blocks.ChoiceBlock(
        label=_("who recommends it"),
        choices=[(SERIES, _("the whole series"))],
        required=False,
        help_text=_("Nothing chosen: this event. Only for an event that belongs to a series."),
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("recommendation")


class RecommendationsBlock(blocks.StreamBlock):
    """The recommendations of a publication, each to an institution."""

    recommendation = RecommendationBlock()

    class Meta:
        required = False
        max_num = MOST_RECOMMENDATIONS


class EventRecommendationsBlock(RecommendationsBlock):
    """The recommendations of an event, or of its series, each to an institution."""

    recommendation = SeriesRecommendationBlock()
