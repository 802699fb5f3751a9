"""The form of one decision on many things at the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.permissions import central_editors
from workspace.desk.desk_items import DeskItemsField, keys_of_all
from workspace.desk.desk_list import DeskList
from workspace.desk.forms import DecisionForm, ReasonsMixin


class EditorField(forms.ModelChoiceField):
    """A field for one of the editors, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return an editor's name, without her address."""
        return str(obj.name)


class BulkDecisionForm(ReasonsMixin):
    """The form of one decision on several submissions and matters; each is decided by itself.

    With `all` ticked it is about all that `rows` hold, instead of what was chosen; they are never approved. Of matters
    only those that `rows` hold can be chosen: the editor may read no others.
    """

    APPROVE, RETURN, ASSIGN = DecisionForm.APPROVE, DecisionForm.RETURN, "assign"
    # As many may be chosen one by one, and as many of all that match: a return writes mails, in the same request.
    MOST = 50
    MOST_OF_ALL: ClassVar = {RETURN: 100, ASSIGN: 500}

    chosen = DeskItemsField(
        label=_("Chosen submissions"), error_messages={"required": _("Choose at least one submission.")}
    )
    all = forms.BooleanField(label=_("All that match"), required=False)
    # Without labels: the buttons of the list carry the values, and no list of choices is shown.
    decision = forms.ChoiceField(label=_("Your decision"), choices=[(APPROVE, ""), (RETURN, ""), (ASSIGN, "")])
    to = EditorField(central_editors(), label=_("Colleague"), required=False, empty_label=_("Nobody chosen"))

    def __init__(self, data: Any = None, *, rows: DeskList | None = None, **kwargs: Any) -> None:
        # `data` is the request's QueryDict, which cannot be changed.
        data = data.copy() if data is not None else None
        # The buttons of a question about some of them have another name, and repeat the decision.
        if data and data.get("confirmed"):
            data["decision"] = data["confirmed"]
        self.is_all = bool(data and data.get("all") and rows)
        if self.is_all and rows:
            data.setlist("chosen", keys_of_all(rows))
        super().__init__(data, **kwargs)
        decision = data.get("decision") if data else ""
        most = self.MOST_OF_ALL.get(decision, self.MOST) if self.is_all else self.MOST
        self.fields["chosen"].most = most  # type: ignore[attr-defined]
        if rows is not None:
            self.fields["chosen"].matters = rows.matters  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Add a form error for an approval of all, a return without any reason, or an assignment to nobody."""
        super().clean()
        answer = self.cleaned_data
        decision = answer.get("decision")
        if self.is_all and decision == self.APPROVE:
            self.add_error("chosen", _("All that match are never approved together: choose those that you have read."))
        if decision == self.RETURN and not (answer.get("reason") or answer.get("reasons")):
            self.add_error("reason", _("Choose a reason, or write what should be changed."))
        if decision == self.ASSIGN and not answer.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose a colleague."))
