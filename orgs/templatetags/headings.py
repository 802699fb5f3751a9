"""Template filter that gives headings of a text levels without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.template import Library

register = Library()


@register.filter
def with_heading_levels(blocks: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Yield (block, level) with the heading level "h2" or lower to show; "" for a block that is no heading.

    A part that stands before the first section is shown as a section: no level may be skipped.
    """
    sections = 0
    for block in blocks or ():
        level = ""
        if block.block_type == "heading":
            # True counts as 1.
            sections += block.value["level"] == "h2"
            level = block.value["level"] if sections else "h2"
        yield block, level
