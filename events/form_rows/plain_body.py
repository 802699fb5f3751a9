"""The text of an event as plain paragraphs and tables, for its short form."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django import forms
from django.utils.html import linebreaks
from wagtail.rich_text import RichText

from common.typed_text.markup import without_tags
from common.typed_text.tables import TextTable, as_text, parts_of
from orgs.pages.blocks import BodyBlock, table_value, text_table

# More than one empty line between paragraphs.
BLANK_LINES = re.compile(r"\n{3,}")


class MultilineField(forms.CharField):
    """A form field for text with paragraphs and tables, whose line ends are those that are stored."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        r"""Return the typed text with "\n" at line ends and at most one empty line between paragraphs."""
        # Browsers send "\r\n"; stored text has "\n", and a text that differs only by it would count as changed.
        text = BLANK_LINES.sub("\n\n", str(super().to_python(value)).replace("\r\n", "\n"))
        # Split and joined again, as it will be read: the blanks in a cell of a table become one, as they are stored.
        return as_text(list(parts_of(text)))


def blocks_of(text: str) -> list[tuple[str, Any]]:
    """Return a typed text as stream blocks for a page's body: its paragraphs and tables."""
    table = BodyBlock().child_blocks["table"]
    return [
        # to_python, because a block's value in memory is another object than its JSON.
        ("table", table.to_python(table_value(part)))
        if isinstance(part, TextTable)
        # autoescape: what was typed is text, and "<" in it no tag.
        else ("paragraph", RichText(linebreaks(part, autoescape=True)))
        for part in parts_of(text)
    ]


def plain_text(body: Any) -> str | None:
    """Return an event's body as plain text for the short form; None if it holds more than plain paragraphs and tables.

    The form can show paragraphs without markup, and tables; not, for example, two text blocks in a row.
    """
    parts: list[str | TextTable] = []
    for block in body or ():
        part = _passage(block.value.source) if block.block_type == "paragraph" else _table(block)
        if part is None:
            return None
        parts.append(part)
    text = as_text(parts)
    # Read back, the text must give the same parts: else saving the form would change the page.
    return text if list(parts_of(text)) == parts else None


def _passage(markup: str) -> str | None:
    # The reverse of linebreaks, which writes these tags alone. unescape last: else a typed "<b>" would go as a tag.
    text = unescape(without_tags(markup.replace("<br>", "\n").replace("</p>\n\n<p>", "\n\n")))
    # Written anew it must be the same: anything else is markup that the form would lose.
    return text if linebreaks(text, autoescape=True) == markup else None


def _table(block: Any) -> TextTable | None:
    return text_table(block.value) if block.block_type == "table" else None
