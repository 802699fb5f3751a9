"""The sentences of an original as HTML for the translator's page: links as chips with their numbers."""

from __future__ import annotations

import html
import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from translations.engine.typed_notation import LINK_TAG
from vocabulary.templatetags.look import icon

# Of the tags of a stored sentence these are shown; all others are dropped.
SHOWN = {
    "</a>": "</span>",
    "<b>": "<b>",
    "</b>": "</b>",
    "<strong>": "<b>",
    "</strong>": "</b>",
    "<br/>": "<br>",
}
TAG = re.compile(r"(<[^<>]*+>)")


def with_chips(sentence: str) -> SafeString:
    """Return a stored sentence as HTML with each link as a chip that shows its number; no other attribute is left."""
    parts = TAG.split(sentence)
    # Even places are text, odd ones tags.
    parts[::2] = [conditional_escape(html.unescape(part)) for part in parts[::2]]
    parts[1::2] = [_tag(part) for part in parts[1::2]]
    return mark_safe("".join(parts))  # noqa: S308 - text is escaped, and the tags are those above


def _tag(tag: str) -> str:
    if link := LINK_TAG.fullmatch(tag):
        return format_html('<span class="chip" data-link="{0}">{1}<small>{0}</small> ', link[1], icon("link"))
    return SHOWN.get(tag, "")
