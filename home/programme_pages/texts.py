"""The first texts of these pages; afterwards editors change them.

A file holds one page in both languages: `# en: title`, the summary in the next line, then paragraphs, `## headings` and
`- lists`, separated by empty lines.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from home.programme_pages.rich_text import rich, rich_list

FOLDER = Path(__file__).parent / "texts"
# Slugs below the language. Mails and the footer of every page link to them, so they never change.
SLUGS = ("privacy", "terms", "publishing-rules", "imprint")
LANGUAGE_SECTION = re.compile(r"^# (en|km): (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class PageText:
    """The text of a page in one language; `body` is the raw JSON of its stream field."""

    title: str
    summary: str
    body: str


def page_texts(slug: str) -> dict[str, PageText]:
    """Return {language: initial text} of one of the portal's pages on rules, read from its Markdown file."""
    # Two groups: split() returns language, title and text in turn.
    _, *parts = LANGUAGE_SECTION.split((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    return {
        language: _page_text(title.strip(), source)
        for language, title, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }


def _page_text(title: str, source: str) -> PageText:
    summary, *lines = source.strip().splitlines()
    groups = [list(group) for is_text, group in groupby(lines, key=lambda line: bool(line.strip())) if is_text]
    return PageText(title, summary, json.dumps([block for group in groups for block in _blocks(group)]))


def _blocks(lines: list[str]) -> list[dict[str, object]]:
    """Return the blocks of neighbouring lines: headings, then a list or one paragraph."""
    blocks: list[dict[str, object]] = []
    while lines and lines[0].startswith("## "):
        blocks.append({"type": "heading", "value": {"text": lines.pop(0).removeprefix("## "), "level": "h2"}})
    if lines and lines[0].startswith("- "):
        blocks.append({"type": "paragraph", "value": rich_list(line.removeprefix("- ") for line in lines)})
    elif lines:
        blocks.append({"type": "paragraph", "value": f"<p>{rich(' '.join(lines))}</p>"})
    return blocks
