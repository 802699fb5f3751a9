"""The stored papers of pages, which are made again when their content changes."""

from __future__ import annotations

import contextlib
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from events.papers.rendering import print_paper
from events.papers.style import STYLE

# Part of every hash: a new number lets all papers be made again, as after another version of WeasyPrint.
PRINT_VERSION = "1"


def content_hash(html: str) -> str:
    """Return a hash of 32 hexadecimal digits of a paper's HTML and style, for its file name and ETag."""
    return hashlib.sha256(f"{PRINT_VERSION}\0{STYLE.read_text()}\0{html}".encode()).hexdigest()[:32]


def stored_paper(page_id: int, html: str) -> bytes:
    """Return the PDF of a public page's paper; if it is not stored yet, make and store it and delete older ones.

    Raises PaperError when it cannot be made now.
    """
    path = f"{folder_of(page_id)}/{content_hash(html)}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return file.read()
    pdf = print_paper(html)
    delete_papers(page_id)
    default_storage.save(path, ContentFile(pdf))
    return pdf


def delete_papers(page_id: int) -> None:
    """Delete the stored papers of a page; nothing where it has none."""
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(folder_of(page_id))[1]:
            default_storage.delete(f"{folder_of(page_id)}/{name}")


def folder_of(page_id: int) -> str:
    """Return the folder of a page's stored papers, relative to the files' storage."""
    return f"papers/{page_id}"
