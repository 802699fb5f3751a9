"""Decide on a submission by the desk's form, held for a minute."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from moderation.models import HeldDecision, Submission
from moderation.services import hold_decision, request_second_opinion
from workspace.desk.forms import DecisionForm


def hold_as_form_says(submission: Submission, editor: Any, form: DecisionForm) -> str:
    """Hold an approval, return or rejection as the form says; return the message, "" if held. Raises Refusal if not.

    The line with "undo" tells what is held. A second opinion is asked for at once.
    """
    decision = form.cleaned_data["decision"]
    if decision == DecisionForm.SECOND:
        request_second_opinion(submission, editor, form.cleaned_data["reason"])
        return _("Passed to another editor: %(title)s") % {"title": submission.title}
    is_approval = decision == HeldDecision.Decision.APPROVE
    # An approval gives no reasons, whatever was typed before another decision was chosen.
    more = {"unchecked": form.cleaned_data["unchecked"]} if is_approval else form.reason_arguments()
    hold_decision(submission, editor, decision, **more)
    return ""
