"""A form field for lines that become formatted text."""

from __future__ import annotations

from typing import Any

from django import forms


class PassageField(forms.CharField):
    """A form field for lines that become formatted text (common.typed_text.passages)."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> str:
        r"""Return the typed lines with "\n" at their ends, as passage_lines gives them."""
        return str(super().to_python(value)).replace("\r\n", "\n").strip()
