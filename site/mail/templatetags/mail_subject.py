"""`{% load mail_subject %}`: the subject of a mail, which is one line whatever stands in it."""

from __future__ import annotations

from django import template

from common.typed_text.characters import one_line

register = template.Library()


@register.simple_block_tag
def subject(content: str) -> str:
    """Return the subject in one line: the second line of a title would else begin the text of the mail."""
    return one_line(content).strip()
