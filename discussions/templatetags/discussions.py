"""Template filters and tags of discussions: the text of a post, and one square for each post of a thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from common.typed_text.web_addresses import link_addresses
from khmer.templatetags.khmer import khmer_breaks

register = template.Library()

# A quoted line, however often it was quoted; clients put blanks between the signs or not.
QUOTED = re.compile(r"^[ \t]{0,3}>[> \t]{0,40}")
SQUARE, STEP, IN_A_ROW = 8, 12, 26
# More squares say nothing to the eye: then the number alone stands there.
MOST_SQUARES = 8 * IN_A_ROW


@register.filter
def post_text(text: str) -> SafeString:
    """Return a post's plain text as escaped HTML: paragraphs, quotations, and links for web addresses, not mails."""
    return mark_safe("".join(_blocks(text)))  # noqa: S308 - each part is escaped


def _blocks(text: str) -> Iterator[str]:
    """Yield the HTML of each run of quoted lines, and of each paragraph of other lines."""
    for is_quoted, lines in groupby(text.split("\n"), key=lambda line: bool(QUOTED.match(line))):
        if is_quoted:
            said = "\n".join(QUOTED.sub("", line) for line in lines)
            yield f"<blockquote>{''.join(_paragraphs(said))}</blockquote>"
        else:
            yield from _paragraphs("\n".join(lines))


def _paragraphs(text: str) -> Iterator[str]:
    for is_empty, lines in groupby(text.split("\n"), key=lambda line: not line.strip()):
        if not is_empty:
            yield f"<p>{'<br>'.join(_line(line) for line in lines)}</p>"


def _line(line: str) -> str:
    linked = link_addresses(escape(line.strip()), mails=False)
    return str(khmer_breaks(mark_safe(linked)))  # noqa: S308 - escaped, and so is what is put into it


@register.filter
def without_quotes(text: str) -> str:
    """Return a post's text without its lines that begin with ">"."""
    return "\n".join(line for line in text.split("\n") if not QUOTED.match(line))


@register.simple_tag
def squares(number: int) -> SafeString | str:
    """Return SVG with `number` squares, 26 in a row; "" for none or for more than 208.

    Hidden from screen readers: the number always stands beside it.
    """
    if not 0 < number <= MOST_SQUARES:
        return ""
    places = ((place % IN_A_ROW * STEP, place // IN_A_ROW * STEP) for place in range(number))
    gap = STEP - SQUARE
    return format_html(
        '<svg class="squares" width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">'
        '<path class="thread" d="{2}"/></svg>',
        min(number, IN_A_ROW) * STEP - gap,
        # Rounded up.
        -(-number // IN_A_ROW) * STEP - gap,
        "".join(f"M{x} {y}h{SQUARE}v{SQUARE}h-{SQUARE}z" for x, y in places),
    )


@register.filter
def first_letter(name: str) -> str:
    """Return the first character of a displayed name in upper case, for the square beside a post; "" if empty."""
    return name.strip()[:1].upper()
