"""The form of one decision on many things at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khmer import typography
from workspace.desk.desk_items import DeskItemsField
from workspace.desk.desk_list import DeskItem
from workspace.desk.forms import DecisionForm, ReasonsMixin


class BulkDecisionForm(ReasonsMixin):
    """The form of one decision on several submissions and matters; each is decided by itself."""

    APPROVE, RETURN = DecisionForm.APPROVE, DecisionForm.RETURN
    MOST = 50

    chosen = DeskItemsField(
        label=_("Chosen submissions"), error_messages={"required": _("Choose at least one submission.")}
    )
    # Without labels: the two buttons of the list carry the values, and no list of choices is shown.
    decision = forms.ChoiceField(label=_("Your decision"), choices=[(APPROVE, ""), (RETURN, "")])

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # The buttons of a question about some of them have another name, and repeat the decision.
        if data is not None and data.get("confirmed"):
            # `data` is the request's QueryDict, which cannot be changed.
            data = data.copy()
            data["decision"] = data["confirmed"]
        super().__init__(data, **kwargs)

    def clean_chosen(self) -> list[DeskItem]:
        """Return the chosen submissions and matters. Raises ValidationError for too many at once."""
        chosen: list[DeskItem] = self.cleaned_data["chosen"]
        if len(chosen) > self.MOST:
            most = typography.number(self.MOST, get_language() or "en")
            raise ValidationError(_("Choose at most %(most)s submissions, then decide again.") % {"most": most})
        return chosen

    def clean(self) -> None:
        """Add a form error where submissions or matters are to be returned without any reason."""
        super().clean()
        answer = self.cleaned_data
        if answer.get("decision") == self.RETURN and not (answer.get("reason") or answer.get("reasons")):
            self.add_error("reason", _("Choose a reason, or write what should be changed."))
