"""Reading of documents: the first page of a PDF as a picture, and the words of every kind.

Parsers of these formats hang and crash on hostile bytes. This code therefore runs in a process that is killed then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import IO
from xml.etree import ElementTree

import pypdfium2

from assets.kinds.parts import open_archive
from assets.models import Document

# The longest side of the picture of a page, in pixels.
LONGEST_SIDE = 1400
# The most characters of text that an editor sees of a document before she opens it.
MOST_TEXT = 20_000
# The most pages of a PDF whose words are read.
MOST_PAGES = 20
# The most bytes that are unpacked of an office document: a few kilobytes can claim gigabytes.
MOST_BYTES = 8 * 1024 * 1024
OPEN_DOCUMENT = re.compile(r"content\.xml")
# The parts of each kind of office document that hold its words; numbered ones in their order.
WORDS = {
    ".docx": re.compile(r"word/(?:document|footnotes|comments|header\d*|footer\d*)\.xml"),
    ".pptx": re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"),
    ".xlsx": re.compile(r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml"),
    ".odt": OPEN_DOCUMENT,
    ".odp": OPEN_DOCUMENT,
    ".ods": OPEN_DOCUMENT,
}
DIGITS = "0123456789"
# XML elements that end a line, by their local name.
LINE_ENDS = {"p", "h", "tr", "table-row", "br", "line-break", "row", "si"}
TEXT_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def first_page(file: IO[bytes]) -> bytes:
    """Return the first page of a PDF as WebP picture bytes. Raises whatever broken bytes cause."""
    document = pypdfium2.PdfDocument(file.read())
    try:
        page = document[0]
        width, height = page.get_size()
        # max(..., 1): a broken page may have no size. At most four times, so that a tiny page does not become a huge
        # picture.
        picture = page.render(scale=min(LONGEST_SIDE / max(width, height, 1), 4)).to_pil().convert("RGB")
    finally:
        document.close()
    target = BytesIO()
    picture.save(target, "WEBP", quality=80)
    return target.getvalue()


def document_words(document: Document) -> str:
    """Return at most 20,000 characters of a stored document's text. Raises whatever its broken bytes cause."""
    with document.file.open("rb") as file:
        return words_of(file, document.filename).replace("\0", "")


def words_of(file: IO[bytes], name: str) -> str:
    """Return at most 20,000 characters of a document file's text, by the extension of `name`.

    Raises whatever its broken bytes cause.
    """
    extension = PurePath(name).suffix.lower()
    if extension in WORDS:
        lines = " ".join(_office_words(file, WORDS[extension]))
    elif extension == ".pdf":
        lines = "\n".join(_pdf_words(file))
    else:
        # Four bytes: the longest letter of UTF-8.
        lines = _decoded(file.read(MOST_TEXT * 4))
    return "\n".join(line for part in lines.split("\n") if (line := part.strip()))[:MOST_TEXT]


def _pdf_words(file: IO[bytes]) -> Iterator[str]:
    document = pypdfium2.PdfDocument(file.read())
    try:
        told = 0
        for number in range(min(len(document), MOST_PAGES)):
            words = document[number].get_textpage().get_text_bounded()
            told += len(words)
            yield words
            if told > MOST_TEXT:
                return
    finally:
        document.close()


def _office_words(file: IO[bytes], parts: re.Pattern[str]) -> Iterator[str]:
    left, told = MOST_BYTES, 0
    with open_archive(file) as archive:
        for name in sorted(filter(parts.fullmatch, archive.namelist()), key=_place):
            with archive.open(name) as part:
                # One byte more than allowed tells that it is too much.
                content = part.read(left + 1)
            left -= len(content)
            if left < 0:
                raise ValueError("It unpacks to too much.")
            for words in _xml_words(content):
                told += len(words)
                yield words
                if told > MOST_TEXT:
                    return


def _place(name: str) -> tuple[int, int, str]:
    """Return the sort key of a part: the document itself first, then parts by their number."""
    stem = name.removesuffix(".xml")
    number = stem[len(stem.rstrip(DIGITS)) :]
    return (0 if "document" in name else 1, int(number or 0), name)


def _xml_words(content: bytes) -> Iterator[str]:
    # Entities can make a small file huge, and office programs write none.
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise ValueError("It declares entities.")
    for element in ElementTree.fromstring(content).iter():  # noqa: S314 - no entities, and bounded
        if element.text and element.text.strip():
            yield element.text
        # The name without the namespace, which stands in braces.
        if element.tag.rpartition("}")[2] in LINE_ENDS:
            yield "\n"
        if element.tail and element.tail.strip():
            yield element.tail


def _decoded(content: bytes) -> str:
    # cp1252 last: it reads nearly all bytes.
    for encoding in TEXT_ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            # Cut in the middle of a letter.
            if encoding == "utf-8-sig" and error.start > len(content) - 4:
                return content[: error.start].decode(encoding)
    return ""
