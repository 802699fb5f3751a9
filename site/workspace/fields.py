"""Form fields that officers and editors share."""

from __future__ import annotations

from typing import Any

from django import forms

LONGEST_MESSAGE = 2000
ROWS = 3


def message_field(label: Any, help_text: Any = "", required: bool = False) -> forms.CharField:
    """A box for a few sentences to somebody."""
    box = forms.Textarea(attrs={"rows": ROWS})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_MESSAGE, required=required, widget=box)
