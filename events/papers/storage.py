"""The stored papers of pages and series, which are made again when their content changes."""

from __future__ import annotations

import contextlib
import hashlib

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from events.papers.rendering import SECONDS, PaperBusyError, PaperError, print_paper
from events.papers.style import STYLE

# Part of every hash: a new number lets all papers be made again, as after another version of WeasyPrint.
PRINT_VERSION = "1"
SERIES = "series"
# Seconds: for so long nobody tries again what failed, nor waits for a helper that was busy.
FAILED_FOR, BUSY_FOR = 300, 15
# Longer than a paper takes; a process that is killed meanwhile forgets to say that it is done.
MADE_WITHIN = int(SECONDS) * 2
BUSY = "busy"


def content_hash(html: str) -> str:
    """Return a hash of 32 hexadecimal digits of a paper's HTML, style and print version, for file name and ETag."""
    # 32 digits are 128 bits, enough for a name and an ETag.
    return hashlib.sha256(f"{PRINT_VERSION}\0{STYLE.read_text()}\0{html}".encode()).hexdigest()[:32]


def stored_paper(owner: str, html: str) -> bytes:
    """Return the PDF of a paper's HTML, stored or printed now, deleting older ones. PaperError if it cannot be made.

    The owner is the id of a page, or what `series_owner` returns. PaperError is raised when the paper cannot be made
    now.
    """
    path = f"{folder_of(owner)}/{content_hash(html)}.pdf"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return file.read()
    pdf = _print_once(html)
    # Older ones of this page go now: their content is not public any more.
    delete_papers(owner)
    default_storage.save(path, ContentFile(pdf))
    return pdf


def _print_once(html: str) -> bytes:
    """Return the PDF of a paper's HTML. Raises PaperError at once if it failed lately, or somebody else is making it.

    Else each request would wait for the helper process as long as the first one.
    """
    making, failed = (f"paper-{what}:{content_hash(html)}" for what in ("making", "failed"))
    if why := cache.get(failed):
        # cache.get gives the reason as text; only BUSY is one that ends by itself soon.
        raise PaperBusyError(why) if why == BUSY else PaperError(why)
    # cache.add is one step: of many requests at once one prints.
    if not cache.add(making, True, MADE_WITHIN):
        raise PaperBusyError("It is being made for somebody else.")
    try:
        return print_paper(html)
    except PaperBusyError:
        cache.set(failed, BUSY, BUSY_FOR)
        raise
    except PaperError:
        cache.set(failed, "It failed.", FAILED_FOR)
        raise
    finally:
        cache.delete(making)


def delete_papers(owner: str) -> None:
    """Delete the stored PDF files of an owner (a page, or a series in a language); do nothing if it has none."""
    with contextlib.suppress(FileNotFoundError):
        # [1] are the files, and [0] in the next function the folders.
        for name in default_storage.listdir(folder_of(owner))[1]:
            default_storage.delete(f"{folder_of(owner)}/{name}")


def delete_papers_of_series() -> None:
    """Delete the stored PDF files of all series: any may say something of a page no longer public."""
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(folder_of(SERIES))[0]:
            delete_papers(f"{SERIES}/{name}")


def series_owner(series_id: int, language: str) -> str:
    """Return the name under which a series' PDFs in a language are stored, for `stored_paper`."""
    return f"{SERIES}/{series_id}-{language}"


def folder_of(owner: str) -> str:
    """Return the path of the folder with the stored PDFs of an owner (a page or series)."""
    return f"papers/{owner}"
