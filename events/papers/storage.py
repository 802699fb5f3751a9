"""The stored papers of pages and series, which are made again when their content changes."""

from __future__ import annotations

import contextlib
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from events.papers.rendering import print_paper
from events.papers.style import STYLE

# Part of every hash: a new number lets all papers be made again, as after another version of WeasyPrint.
PRINT_VERSION = "1"
SERIES = "series"


def content_hash(html: str) -> str:
    """Return a hash of 32 hexadecimal digits of a paper's HTML and style, for its file name and ETag."""
    return hashlib.sha256(f"{PRINT_VERSION}\0{STYLE.read_text()}\0{html}".encode()).hexdigest()[:32]


def stored_paper(owner: str, html: str) -> bytes:
    """Return the PDF of a public paper; if it is not stored yet, make and store it and delete the owner's older ones.

    The owner is the id of a page, or what `series_owner` returns. Raises PaperError when it cannot be made now.
    """
    path = f"{folder_of(owner)}/{content_hash(html)}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return file.read()
    pdf = print_paper(html)
    delete_papers(owner)
    default_storage.save(path, ContentFile(pdf))
    return pdf


def delete_papers(owner: str) -> None:
    """Delete the stored papers of a page or of a series in a language; nothing where it has none."""
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(folder_of(owner))[1]:
            default_storage.delete(f"{folder_of(owner)}/{name}")


def delete_papers_of_series() -> None:
    """Delete the stored papers of all series: any may have said something of a page that is no longer public."""
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(folder_of(SERIES))[0]:
            delete_papers(f"{SERIES}/{name}")


def series_owner(series_id: int, language: str) -> str:
    """Return the owner of the papers of a series in a language, for `stored_paper`."""
    return f"{SERIES}/{series_id}-{language}"


def folder_of(owner: str) -> str:
    """Return the folder of an owner's stored papers, relative to the files' storage."""
    return f"papers/{owner}"
