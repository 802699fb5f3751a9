"""The form of a note on a piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models.submissions import LONGEST_NOTE
from moderation.notes.permissions import NoteSide


class NoteForm(forms.Form):
    """The form by which one side writes a note to the other."""

    text = forms.CharField(
        label=_("Write to the editors"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, side: NoteSide, page_id: int) -> None:
        # Two languages of a piece may stand on one page, each with its form.
        super().__init__(data, auto_id=f"note-{page_id}-%s")
        is_editor = side == NoteSide.EDITORS
        if is_editor:
            self.fields["text"].label = _("Write to the author")
