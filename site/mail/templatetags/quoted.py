"""Template filter for strangers' words in mails to people who did not ask for them."""

from __future__ import annotations

import re

from django import template

from common.typed_text.characters import one_line, without_invisible

register = template.Library()

LONGEST_QUOTATION = 80
# Signs by which mail programs recognise a link: a dot, "@" or "://" between letters.
LINKED = re.compile(r"(?<=[^\W_])([.@\uff0e\u3002\uff20]|[:\uff1a]//)(?=[^\W_])")


@register.filter
def quoted(text: str) -> str:
    """Return a text in quotation marks, as one line, cut at a length, without what mail programs link (filter)."""
    line = without_invisible(one_line(str(text)[: 10 * LONGEST_QUOTATION])).strip()
    if len(line) > LONGEST_QUOTATION:
        line = line[:LONGEST_QUOTATION].rstrip() + "…"
    return "“" + LINKED.sub(r" \1 ", line) + "”"
