"""The type of a document, checked by its content, and its number of pages."""

from __future__ import annotations

import logging
import zipfile
from pathlib import PurePath
from typing import IO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assets.kinds.parts import TooManyPartsError, open_archive
from assets.kinds.signatures import kind_of

logger = logging.getLogger(__name__)

# In bytes; the signatures of all kinds lie within.
HEAD = 8192
# Office documents are all zip files; one member tells which kind it is.
MEMBERS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
    ".odp": "content.xml",
}
ODF_TYPES = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
    ".odp": b"application/vnd.oasis.opendocument.presentation",
}
PLAIN_TEXT = {".txt", ".csv"}
# The first bytes of Office documents with a password, and of all Office documents until 2003.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Readers look for the beginning of a PDF within so many bytes: blanks or a printer's words may stand before it.
PDF, PDF_BEGINS_WITHIN = b"%PDF-", 1024
PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def refuse_wrong_type(file: IO[bytes]) -> None:
    """Raise ValidationError when an uploaded document's content does not fit its file name's extension."""
    extension = PurePath(file.name or "").suffix.lower()
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    # Before the check of the type, which would call such a document damaged.
    if head.startswith(OLE) and extension in MEMBERS:
        message = _("This document has a password or an old format. Save it without a password, as %(kind)s.")
        raise ValidationError(message, code="closed", params={"kind": extension.removeprefix(".").upper()})
    if not is_kind(extension, head, file):
        message = _("This file is not a %(kind)s document, or it is damaged. Save it again and choose the new file.")
        raise ValidationError(message, code="not_its_kind", params={"kind": extension.removeprefix(".").upper()})


def is_kind(extension: str, head: bytes, file: IO[bytes]) -> bool:
    """Return whether content is of the kind that its extension (".pdf") says. ValidationError for too many parts."""
    if extension in PLAIN_TEXT:
        return is_text(head)
    if extension == ".pdf":
        return begins_as_pdf(head)
    if not has_signature(extension, head):
        return False
    return is_office_document(extension, file) if extension in MEMBERS else True


def begins_as_pdf(head: bytes) -> bool:
    """Return whether a file's first bytes contain a PDF's beginning, with no other known kind of file before it."""
    before, mark, _rest = head[:PDF_BEGINS_WITHIN].partition(PDF)
    # Not before a program or another kind: a file can be two things at once (a polyglot).
    return bool(mark) and not before.startswith(PROGRAMS) and kind_of(before) is None


def has_signature(extension: str, head: bytes) -> bool:
    """Return whether a file's first bytes have the known signature of files with this extension."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.extension == extension for match in matches)


def is_text(head: bytes) -> bool:
    """Return whether a file's first bytes are text: no zero byte, unless it is UTF-16."""
    # Windows writes CSV of Excel in UTF-16, which is full of zero bytes.
    return b"\0" not in head or head.startswith(UTF16_MARKS)


def is_office_document(extension: str, file: IO[bytes]) -> bool:
    """Return whether a zip file has the parts of its extension's office format. ValidationError for too many parts.

    Raises ValidationError for a file with too many members.
    """
    try:
        with open_archive(file) as archive:
            if MEMBERS[extension] not in archive.namelist():
                return False
            if extension not in ODF_TYPES:
                return True
            with archive.open("mimetype") as kind:
                # 100 bytes: the type is one short line.
                return kind.read(100).strip() == ODF_TYPES[extension]
    except TooManyPartsError as error:
        message = _("This document has too many parts. Divide it into several documents.")
        raise ValidationError(message, code="too_many_parts") from error
    # All that zipfile raises for broken or unusual archives.
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
    finally:
        file.seek(0)


def count_pages(file: IO[bytes]) -> int | None:
    """Return the number of pages of a PDF; None for other files and for one that cannot be read. Never raises."""
    if PurePath(file.name or "").suffix.lower() != ".pdf":
        return None
    # Imported where it is used: every process would pay for it at its start.
    from pypdf import PdfReader

    try:
        file.seek(0)
        # 0 pages are no number worth showing.
        return len(PdfReader(file).pages) or None
    # Broken bytes can make the parser raise anything, and the count is only a convenience.
    except Exception as error:
        # Without the name of the file, which may name a person.
        logger.info("No page count for a document: %s", type(error).__name__)
        return None
    finally:
        file.seek(0)
