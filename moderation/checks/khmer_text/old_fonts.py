"""The check for Khmer that only an old font shows: without that font readers see Latin letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assets.models import Document
from assets.previews.contents import document_words
from khmer.old_fonts.detection import OldFontText, old_font_text
from khmer.typography import excerpt
from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check

# In characters, of the converted text in a finding.
LONGEST_CONVERTED = 1000


@check
class OldFonts(Check):
    """A check that finds Khmer text which is not Unicode; text for the font Limon is shown converted."""

    name = "old-fonts"
    label = _("Old fonts")
    reads_texts_alone = True
    says: ClassVar = {
        "limon": FindingWords(
            _("This is Khmer for an old font (Limon): readers see Latin letters. In Unicode it is: %(converted)s"),
            _("Check this text, and put it in place of the old one."),
        ),
        "unknown": FindingWords(
            _("This is Khmer for an old font (ABC, Baidok or the like): readers see Latin letters."),
            _("Convert it to Khmer Unicode with the program in which it was written, or type it again."),
        ),
        "document": FindingWords(
            _(
                "A document is in an old font (Limon): search cannot find its words. In Unicode it begins: "
                "%(converted)s"
            ),
            _("Convert it to Khmer Unicode, and upload the new file."),
        ),
        "unknown-document": FindingWords(
            _("A document is written in an old font (ABC, Baidok or the like): search cannot find its words."),
            _("Convert it to Khmer Unicode, and upload the new file."),
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each text and document of a page written for an old, non-Unicode Khmer font."""
        for text in checked.texts_in_lines:
            if found := old_font_text(text):
                yield _finding("limon", "unknown", found, found.lines[0])
        for document in checked.documents:
            if found := old_font_text(_words_of(document)):
                yield _finding("document", "unknown-document", found, document.title)


def _finding(known: str, unknown: str, found: OldFontText, where: str) -> Finding:
    if not found.converted:
        return Finding(unknown, where)
    return Finding(known, where, {"converted": excerpt(" ".join(found.converted_lines), LONGEST_CONVERTED)})


def _words_of(document: Document) -> str:
    """Return the words of a document; none where it cannot be read, which the check ActiveFiles reports."""
    try:
        return document_words(document)
    except Exception:
        return ""
