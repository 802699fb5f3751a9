"""A form field for lines that become formatted text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_PASSAGE
from common.typed_text.passages import passage_lines, passage_markup


class PassageField(forms.CharField):
    """A form field for lines that become formatted text (common.typed_text.passages)."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> str:
        r"""Return the typed lines with "\n" at their ends, as passage_lines gives them."""
        return str(super().to_python(value)).replace("\r\n", "\n").strip()


def findings_field() -> PassageField:
    """Return the optional form field for the findings of a publication or an event."""
    return PassageField(
        label=_("What was found?"),
        help_text=_("An empty line begins a paragraph. Lines that begin with “- ” become a list."),
        max_length=LONGEST_PASSAGE,
        required=False,
    )


def fill_passage(page: Any, name: str, post: dict[str, Any], box: str = "") -> None:
    """Write typed lines into a page's field of formatted text, without saving it; `box` names the form field.

    What the lines say already, and what lines cannot say, stays as it is stored.
    """
    box = box or name
    before = passage_lines(getattr(page, name))
    if before is not None and post.get(box, before) != before:
        setattr(page, name, passage_markup(post[box]))
