"""Template tag for the subject of a mail, which is always one line."""

from __future__ import annotations

from django import template

from common.typed_text.characters import one_line

register = template.Library()


@register.simple_block_tag
def subject(content: str) -> str:
    """Return the content of this template block, a mail's subject, as one line."""
    return one_line(content).strip()
