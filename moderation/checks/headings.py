"""The check of headings: their order, and that text follows each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check

# LOWEST stands for a block that is no heading: it sorts after all levels of headings.
SECTION, LOWEST = "h2", "h9"


@check
class HeadingOrder(Check):
    """A check that sections come before their parts, and that no heading stands alone."""

    name = "headings"
    label = _("Headings")
    says: ClassVar = {
        "order": FindingWords(
            _("A part of a section comes before the first section."),
            _(
                "Make its heading a section, or put a section before it: screen readers use the headings to move "
                "through the page."
            ),
        ),
        "empty": FindingWords(_("A heading has no text below it."), _("Write the text, or remove the heading.")),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each heading of a page before its first section, or without content after it."""
        blocks = list(getattr(checked.page, "body", None) or ())
        has_section = False
        # zip_longest gives the last block None as the following one.
        for block, following in zip_longest(blocks, blocks[1:]):
            level = level_of(block)
            if level is None:
                continue
            text = block.value.get("text") or ""
            has_section = has_section or level == SECTION
            if not has_section:
                yield Finding("order", text)
            if following is None or (level_of(following) or LOWEST) <= level:
                yield Finding("empty", text)


def level_of(block: Any) -> str | None:
    """Return the level of a heading block, such as "h2" (levels sort as text); None for any other block."""
    return (block.value.get("level") or SECTION) if block.block_type == "heading" else None
