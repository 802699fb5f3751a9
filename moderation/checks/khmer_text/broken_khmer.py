"""The check for Khmer syllables that cannot be read, as copies of PDF files have them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from khmer.broken_syllables import broken_syllables
from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check


@check
class BrokenKhmer(Check):
    """A check that finds texts with broken Khmer syllables."""

    name = "broken-khmer"
    label = _("Khmer letters")
    reads_texts_alone = True
    says: ClassVar = {
        "broken": FindingWords(
            _(
                "Signs without a letter, or signs that cannot stand together: %(count)s in one text. The first: "
                "“%(syllable)s”"
            ),
            _("Text copied from PDF files often has such errors. Type these words again."),
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each text of a page with broken Khmer syllables: their number and the first one."""
        for text in checked.texts_in_lines:
            if broken := list(broken_syllables(text)):
                first = broken[0]
                yield Finding("broken", first.passage, {"count": len(broken), "syllable": first.syllable[:20]})
