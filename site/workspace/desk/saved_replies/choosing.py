"""Choosing of a saved reply in the form of a decision, by links that work without scripts."""

from __future__ import annotations

from typing import Any

from django import forms

from moderation.models import SavedReply
from workspace.decorators import WorkRequest

# The parameters that show the saved replies, and that put one into the form.
SHOWN, CHOSEN = "replies", "reply"


def replies_context(request: WorkRequest, form: forms.Form, language: str, against: str) -> dict[str, Any]:
    """Put the saved reply that the address names into the form; return the template context of saved replies.

    They are read only where the address asks for them. `language` is that of the author; `against` is the form's value
    of a decision that needs a reason.
    """
    context: dict[str, Any] = {"replies": None, "replies_language": language}
    if SHOWN not in request.GET and CHOSEN not in request.GET:
        return context
    replies = [(each, each.text_in(language)) for each in SavedReply.objects.all()]
    text = next((text for each, text in replies if str(each.pk) == request.GET.get(CHOSEN)), "")
    if text:
        form.initial.update(reason=text, decision=against)
    return context | {"replies": replies}
