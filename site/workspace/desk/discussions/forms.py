"""The form of an editor's action on a post of a discussion."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_MESSAGE


class PostActionForm(forms.Form):
    """The form by which an editor hides a post, blocks its author, or an administrator sees who she is."""

    HIDE, BLOCK, UNBLOCK, REVEAL = "hide", "block", "unblock", "reveal"
    LABELS = (
        (HIDE, _("Hide the post")),
        (BLOCK, _("Block its author: she writes no more")),
        (UNBLOCK, _("Let its author write again")),
        (REVEAL, _("Show me the address of its author; this is written into the log")),
    )

    action = forms.ChoiceField(
        label=_("What do you want to do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its author reads the reason for hiding a post. The other reasons are for editors alone."),
    )

    def __init__(self, data: Any = None, *, actions: Collection[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["action"].choices = [each for each in self.LABELS if each[0] in actions]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Add a form error where an action other than unblocking has no reason."""
        super().clean()
        needs_reason = self.cleaned_data.get("action") not in (None, self.UNBLOCK)
        if needs_reason and "reason" not in self.errors and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Write why."))
