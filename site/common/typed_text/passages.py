"""Formatted text as lines that are typed on a telephone: paragraphs, and lists whose lines begin with "- "."""

from __future__ import annotations

import re
from html import escape, unescape

from common.typed_text.markup import without_tags

# The full editor's own marks of paragraphs, which say nothing of the text.
KEYS = re.compile(r' data-block-key="[^"<>]*"')
LIST_MARK = "- "
BLANK_LINES = re.compile(r"\n\s*\n")


def passage_markup(text: str) -> str:
    """Return typed lines as formatted text (HTML): paragraphs, and a list of lines that begin with "- "; escaped."""
    lines = text.replace("\r\n", "\n").strip()
    return "".join(_part(part.strip().split("\n")) for part in BLANK_LINES.split(lines) if part.strip())


def _part(lines: list[str]) -> str:
    written = [escape(line.strip(), quote=False) for line in lines]
    if all(line.startswith(LIST_MARK) for line in written):
        return "<ul>" + "".join(f"<li>{line.removeprefix(LIST_MARK)}</li>" for line in written) + "</ul>"
    return f"<p>{'<br/>'.join(written)}</p>"


def passage_lines(markup: str) -> str | None:
    """Return formatted text as the lines that passage_markup reads; None for what such lines cannot say, as a link."""
    plain = KEYS.sub("", markup).replace("\n", "").strip()
    marked = plain.replace("<li>", LIST_MARK).replace("</li></ul>", "\n\n").replace("</li>", "\n")
    marked = marked.replace("<br/>", "\n").replace("<br>", "\n").replace("</p>", "\n\n")
    text = unescape(without_tags(marked)).strip()
    # Read back, the lines must give the same text: else saving them would change the page.
    return text if passage_markup(text) == plain.replace("<br>", "<br/>") else None
