"""Form fields that officers and editors share."""

from __future__ import annotations

from typing import Any

from django import forms

from common.typed_text.lengths import LONGEST_MESSAGE

ROWS = 3


def message_field(label: Any, help_text: Any = "", required: bool = False) -> forms.CharField:
    """Return a form field, a small text area of limited length, for a short message to a person."""
    box = forms.Textarea(attrs={"rows": ROWS})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_MESSAGE, required=required, widget=box)
