"""Validators for every typed text, in any form, model or block."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import NOT_IN_A_LINE, has_content

NOT_ONE_LINE = _(
    "Write it in one line, without invisible characters and without characters that change the direction of the text."
)
NOTHING_LEFT = _("This has only invisible characters. Please write it again.")


def validate_one_line(value: str) -> None:
    """Raise ValidationError for a text with line ends, control or direction-changing characters."""
    if isinstance(value, str) and NOT_IN_A_LINE.search(value):
        raise ValidationError(NOT_ONE_LINE, code="not_one_line")


def validate_content(value: str) -> None:
    """Raise ValidationError for a text that is not empty but shows nothing to a reader."""
    if isinstance(value, str) and value and not has_content(value):
        raise ValidationError(NOTHING_LEFT, code="nothing_left")
