"""Reading of scanned PDFs, whose pages are pictures: by Tesseract, where it is installed with Khmer.

Tesseract (Debian: tesseract-ocr, tesseract-ocr-khm; Apache-2.0) is kept by its own project and by Debian. What it reads
has mistakes, and is told as read by a program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from io import BytesIO
from typing import IO

import pypdfium2

PROGRAM = "tesseract"
LANGUAGES = "khm+eng"
# The longest side of a page's picture in pixels: some 180 dots an inch of A4, at which Khmer subscripts are legible.
LONGEST_SIDE = 2000
# Pages that are read, and seconds for all: the reader of documents is killed after ten.
MOST_PAGES, SECONDS = 2, 6.0


def can_read_scans() -> bool:
    """Return whether Tesseract is installed."""
    return shutil.which(PROGRAM) is not None


def scan_words(file: IO[bytes]) -> str:
    """Return the words on the first two pages of a scanned PDF, "" without Tesseract; what six seconds allow.

    Raises whatever broken bytes cause.
    """
    if not can_read_scans():
        return ""
    until, read = time.monotonic() + SECONDS, []
    document = pypdfium2.PdfDocument(file.read())
    try:
        for number in range(min(len(document), MOST_PAGES)):
            words = picture_words(page_picture(document[number]), until - time.monotonic())
            if words is None:
                break
            read.append(words)
    finally:
        document.close()
    return "\n".join(line for part in read for row in part.split("\n") if (line := row.strip()))


def page_picture(page: pypdfium2.PdfPage) -> bytes:
    """Return a page of a PDF as the bytes of a grey PNG picture; b"" for a page of one tone."""
    width, height = page.get_size()
    # At most four times, so that a tiny page does not become a huge picture.
    picture = page.render(scale=min(LONGEST_SIDE / max(width, height, 1), 4), grayscale=True).to_pil()
    if len(set(picture.getextrema())) == 1:
        return b""
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def picture_words(picture: bytes, seconds: float) -> str | None:
    """Return the words that Tesseract reads in a picture; None where it takes longer than `seconds`, or fails."""
    if not picture:
        return ""
    if seconds <= 0:
        return None
    # `timeout` ends it also when this process is killed meanwhile.
    command = ["timeout", f"{seconds:.1f}", PROGRAM, "stdin", "stdout", "-l", LANGUAGES]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=picture, capture_output=True, env=environment, check=False)  # noqa: S603
    return done.stdout.decode(errors="replace").replace("\0", "") if done.returncode == 0 else None
