"""The plain text of posts as HTML of mails: paragraphs, quotations and links, with their styles in the tags."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.typed_text.web_addresses import link_addresses
from khmer.typography import break_words

PARAGRAPH = "margin:4px 0 0;font-size:17px;line-height:1.9"
QUOTATION = f"{PARAGRAPH};padding-left:12px;border-left:3px solid #8b8190;color:#554b58"
LINK = '<a style="color:#5a1746;word-break:break-word" href='


# A digest has the posts of the digest before it, for the next reader.
@lru_cache(maxsize=64)
def as_mail_html(text: str) -> SafeString:
    """Return a post's plain text as escaped HTML for mails: paragraphs, quotations, and links for web addresses."""
    parts = []
    for paragraph in text.split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        for is_quoted, group in groupby(lines, key=lambda line: line.startswith(">")):
            written = [line.lstrip("> ") if is_quoted else line for line in group]
            style = QUOTATION if is_quoted else PARAGRAPH
            parts.append(f'<p style="{style}">{"<br>".join(map(_line, written))}</p>')
    return mark_safe("".join(parts))  # noqa: S308 - each line is escaped


def _line(line: str) -> str:
    # A zero-width space inside an address would break it: links are made before lines may break.
    linked = link_addresses(escape(line))
    # Every "<" is of a tag of ours: the text itself is escaped.
    pieces = linked.split("<")
    broken = [break_words(pieces[0])]
    for piece in pieces[1:]:
        tag, end, rest = piece.partition(">")
        broken.append(f"<{tag}{end}{break_words(rest)}")
    return "".join(broken).replace("<a href=", LINK)
