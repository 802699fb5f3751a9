"""Conversion of plain lines into rich text: **bold**, [links](address) and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\[\]]++)\]\(([^()]++)\)")


def rich(text: str) -> str:
    """Return a plain phrase, which may have **bold** and [links](address), as escaped HTML."""
    return LINK.sub(r'<a href="\2">\1</a>', BOLD.sub(r"<b>\1</b>", escape(text, quote=False)))


def rich_list(items: Iterable[str]) -> str:
    """Return phrases as an HTML list, "" where there are none."""
    rows = "".join(f"<li>{rich(item)}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""
