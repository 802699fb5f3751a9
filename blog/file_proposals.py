"""The proposals for a publication's title, language and cover, read from its file."""

from __future__ import annotations

import logging
from functools import partial

from django.core.files.base import ContentFile, File

from assets.models import Document, DocumentPreview
from assets.previews.making import make_previews
from common.helper_process import NoHelperError
from khmer.old_fonts.detection import old_font_text
from moderation.checks.execution.isolated import read_document_apart

logger = logging.getLogger(__name__)

# Seconds that somebody who has sent a file waits until it is read.
PATIENCE = 12.0
# Letters: of a title at least, of a title at most, and of a text whose language is told.
SHORTEST_TITLE, LONGEST_TITLE, FEWEST_LETTERS = 6, 200, 20
FIRST_LINES = 12
KHMER = range(0x1780, 0x1800)


def proposed_by(document: Document) -> dict[str, str]:
    """Return {"title", "language"} as a stored document's text suggests, without what it does not tell.

    It is read in a process that is killed when it takes too long. Not to be called in a transaction.
    """
    preview = _preview_of(document)
    text = preview.text if preview else ""
    proposed = {"title": title_in(text), "language": language_of(text)}
    return {name: value for name, value in proposed.items() if value}


def is_machine_read(document: Document) -> bool:
    """Return whether a program has read the words of a stored document in a scan; asked after proposed_by."""
    return DocumentPreview.objects.filter(document=document, is_machine_read=True).exists()


def first_page_of(document: Document) -> File[bytes] | None:
    """Return a picture of the first page of a stored document; None where it has none, such as a spreadsheet.

    It is read as in proposed_by. Not to be called in a transaction.
    """
    preview = _preview_of(document)
    if preview is None or not preview.picture:
        return None
    with preview.picture.open("rb") as file:
        return ContentFile(file.read(), f"{document.pk}.webp")


def _preview_of(document: Document) -> DocumentPreview | None:
    """Return the preview of a document, made now if there is none; None if it cannot be made now."""
    try:
        make_previews([document], partial(read_document_apart, total=PATIENCE))
    except NoHelperError:
        # The file is stored all the same; editors see its preview when it is sent.
        logger.exception("Document %s could not be read now.", document.pk)
    return DocumentPreview.objects.filter(document=document).first()


def title_in(text: str) -> str:
    """Return the first line of a text that can be a title; "" without one, and for text of an old Khmer font."""
    for line in text.split("\n")[:FIRST_LINES]:
        words = " ".join(line.split())
        letters = sum(letter.isalpha() for letter in words)
        # More letters than digits: dates and numbers of pages stand on first pages too.
        if letters >= SHORTEST_TITLE and letters * 2 > len(words) and "://" not in words:
            return "" if old_font_text(words) else words[:LONGEST_TITLE]
    return ""


def language_of(text: str) -> str:
    """Return "km" or "en", the language that most letters of a text are written in; "" for few letters."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < FEWEST_LETTERS:
        return ""
    khmer = sum(ord(letter) in KHMER for letter in letters)
    return "km" if khmer * 2 > len(letters) else "en"
