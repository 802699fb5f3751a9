"""Choosing of a saved reply in the form of a decision, by buttons that work without scripts."""

from __future__ import annotations

from typing import Any

from django import forms

from moderation.models import SavedReply
from workspace.decorators import WorkRequest

# The parameters that show the saved replies, and that put one into the form.
SHOWN, CHOSEN = "replies", "reply"


def decision_data(request: WorkRequest) -> Any:
    """Return the posted data of a decision; None for a GET, and where a button about saved replies was pressed."""
    is_decision = request.method == "POST" and not {SHOWN, CHOSEN} & set(request.POST)
    return request.POST if is_decision else None


def replies_context(request: WorkRequest, form: forms.Form, language: str, against: str) -> dict[str, Any]:
    """Put what was typed and the chosen saved reply into the form; return the template context of saved replies.

    They are read only where they are asked for. `language` is that of the author; `against` is the form's value of a
    decision that needs a reason, taken where none was chosen.
    """
    context: dict[str, Any] = {"replies": None, "replies_language": language}
    if form.is_bound or (request.method != "POST" and SHOWN not in request.GET):
        return context
    replies = [(each, each.text_in(language)) for each in SavedReply.objects.all()]
    if request.method == "POST":
        keep_typed(form, request.POST)
        text = next((text for each, text in replies if str(each.pk) == request.POST.get(CHOSEN)), "")
        if text:
            add_reply(form, text, against)
        context["focuses_replies"] = not text
    return context | {"replies": replies}


def keep_typed(form: forms.Form, data: Any) -> None:
    """Make the posted values the initial ones of an unbound form, so that it shows them without judging them."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(data, {}, form.add_prefix(name))


def add_reply(form: forms.Form, text: str, against: str) -> None:
    """Add a saved reply behind the typed reason, with the cursor there; choose a decision if none was chosen."""
    typed = (form.initial.get("reason") or "").strip()
    decision = form.initial.get("decision") or against
    form.initial.update(reason="\n".join(filter(None, (typed, text))), decision=decision)
    form.fields["reason"].widget.attrs["autofocus"] = True
