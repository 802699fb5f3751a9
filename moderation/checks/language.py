"""The check that a page is written in its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from khmer.characters import BASES
from khmer.old_fonts.detection import in_unicode
from moderation.checks.checked_page import ADDRESS, CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check

# With fewer letters one or two names would decide.
FEWEST_LETTERS = 60
# Parts (0 to 1) of Khmer letters: a Khmer page with less, or an English page with more, is in another language.
LEAST_OF_KHMER_PAGE = 0.5
MOST_OF_ENGLISH_PAGE = 0.3

KHMER = re.compile(f"[{BASES}]")
# Every letter that is not Khmer: word characters without digits, underscore and the Khmer block.
LATIN = re.compile(r"[^\W\d_\u1780-\u17ff]")


@check
class PageLanguage(Check):
    """A check of the language that judges by the script alone: French in an English page goes unseen."""

    name = "language"
    label = _("Language")
    says: ClassVar = {
        "not-khmer": FindingWords(
            _("This is a Khmer page, but only %(share)s%% of its letters are Khmer."),
            _("Write it in Khmer, or keep it as an English page and write it in Khmer beside it."),
        ),
        "not-english": FindingWords(
            _("This is an English page, but %(share)s%% of its letters are Khmer."),
            _("Write it in English, or keep it as a Khmer page and write it in English beside it."),
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield one finding if too few letters of a Khmer page, or too many of an English one, are Khmer."""
        share = khmer_share(" ".join(map(in_unicode, checked.texts_in_lines)))
        if share is None:
            return
        values = {"share": round(share * 100)}
        if checked.language == "km" and share < LEAST_OF_KHMER_PAGE:
            yield Finding("not-khmer", "", values)
        elif checked.language == "en" and share > MOST_OF_ENGLISH_PAGE:
            yield Finding("not-english", "", values)


def khmer_share(text: str, fewest: int = FEWEST_LETTERS) -> float | None:
    """Return the part (0 to 1) of Khmer among a text's Khmer and Latin letters, addresses left out; None for too few.

    Web addresses do not count. Khmer for an old font counts as Khmer: the check of old fonts reports it.
    """
    text = ADDRESS.sub(" ", text)
    khmer, latin = len(KHMER.findall(text)), len(LATIN.findall(text))
    return khmer / (khmer + latin) if khmer + latin >= fewest else None
