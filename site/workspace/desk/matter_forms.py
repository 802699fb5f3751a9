"""The form of a decision on a matter that is no page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.matters import MatterDecision, MatterKind
from workspace.desk.forms import ReasonsMixin

APPROVE = MatterDecision.APPROVE
WORDS = {
    APPROVE: _("Approve"),
    MatterDecision.RETURN: _("Return for changes, with reasons"),
    MatterDecision.REJECT: _("Reject, with reasons"),
}


def first_against(kind: MatterKind) -> str:
    """Return the value of a kind's first decision that is no approval: a return or a rejection; "" if none."""
    return next((decision.value for decision in WORDS if decision in kind.decisions and decision != APPROVE), "")


class MatterDecisionForm(ReasonsMixin):
    """The form of an editor's decision on one matter, with the decisions that its kind offers."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    unchecked = forms.BooleanField(label=_("Approve it without these checks"), required=False)
    field_order = ("decision", "unchecked", "reasons", "reason")

    def __init__(self, data: Any = None, *, kind: MatterKind, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(decision.value, words) for decision, words in WORDS.items() if decision in kind.decisions]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        # Its author may have no mail address.
        self.fields["reason"].help_text = ""

    def clean(self) -> None:
        """Add a form error where a return or rejection has no reason."""
        super().clean()
        answer = self.cleaned_data
        is_against = answer.get("decision") in (MatterDecision.RETURN.value, MatterDecision.REJECT.value)
        if is_against and "reason" not in self.errors and not (answer.get("reason") or answer.get("reasons")):
            self.add_error("reason", _("Choose a reason, or write what should be changed."))
