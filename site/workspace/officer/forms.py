"""The forms of officers; what was typed stays, and every message says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Image
from common.typed_text.lengths import LONGEST_MESSAGE
from moderation.rules.completeness import PictureQuestions
from orgs.pages.short_form import alt_text_field, people_field
from workspace.fields import message_field


class PictureQuestionsForm(forms.Form):
    """The form of open questions about a page's pictures; they must be answered before it is sent."""

    def __init__(self, *args: Any, questions: list[PictureQuestions], sending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for asked in questions:
            if asked.asks_alt_text or asked.asks_alt_text_of_page:
                self.fields[f"alt_text-{asked.image.pk}"] = alt_text_field()
            if asked.asks_people:
                self.fields[f"people-{asked.image.pk}"] = people_field()
        for field in self.fields.values():
            # A draft may be saved with open questions; only sending needs the answers.
            field.required = sending

    def pictures(self) -> list[tuple[Image, list[forms.BoundField]]]:
        """Return each picture that is asked about, with the form's fields for it."""
        names = ("alt_text", "people")
        return [
            (asked.image, [self[key] for name in names if (key := f"{name}-{asked.image.pk}") in self.fields])
            for asked in self.questions
        ]

    def answers(self) -> dict[int, dict[str, str]]:
        """Return {picture id: {"alt_text", "people"}} with the answers of the valid form."""
        return {
            asked.image.pk: {
                name: self.cleaned_data.get(f"{name}-{asked.image.pk}", "") for name in ("alt_text", "people")
            }
            for asked in self.questions
        }


class WithdrawForm(forms.Form):
    """The form that withdraws a page, with a reason."""

    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST_MESSAGE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    BOTH, ALONE = "both", "alone"

    def __init__(self, *args: Any, needs_reason: bool, has_other_language: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        if has_other_language:
            # Nothing is chosen at first: neither answer may be given by not reading the question.
            self.fields["other_language"] = forms.ChoiceField(
                label=_("It is public in the other language too. What shall become of that?"),
                choices=[
                    (self.BOTH, _("Withdraw both languages")),
                    (self.ALONE, _("Withdraw this language alone; the other stays public")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one.")},
            )
            self.order_fields(["other_language", "reason"])

    @property
    def takes_both(self) -> bool:
        """Return whether the valid form asks to withdraw the other language too."""
        return self.cleaned_data.get("other_language") == self.BOTH


class DeclineCorrectionForm(forms.Form):
    """The form that declines an editor's correction."""

    answer = message_field(_("What would you like instead?"))


class AnswerWithdrawalForm(forms.Form):
    """The form of an organization's answer to an editor's withdrawal."""

    answer = message_field(_("What should the editors know?"), required=True)
