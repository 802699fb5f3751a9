"""The printing of HTML as PDF by WeasyPrint.

It needs the system's Pango, so this module is imported only where a paper is made.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

import weasyprint
from PIL import ImageFile
from weasyprint.urls import URLFetcherResponse

from events.papers import searchable_text
from events.papers.style import STYLE
from khmer.fonts import REGULAR, SEMIBOLD

searchable_text.install()

# WeasyPrint lets Pillow, in the whole process, take a picture whose end is missing. Papers have no pictures, and an
# upload is refused for it.
ImageFile.LOAD_TRUNCATED_IMAGES = False

# All that papers read, by its address: file and content type.
FILES = {
    "paper:style": (STYLE, "text/css"),
    "paper:regular": (REGULAR, "font/ttf"),
    "paper:semibold": (SEMIBOLD, "font/ttf"),
}


def answer(html: str) -> Iterator[str]:
    """Yield one item: the given HTML printed as PDF, in base64 (the function that the helper process calls)."""
    # base64: the helper process answers in lines of text.
    yield base64.b64encode(print_html(html)).decode()


def print_html(html: str) -> bytes:
    """Return HTML printed as an accessible PDF; it can load the papers' style and fonts and no other files."""
    # PDF/UA is the standard of accessible PDF; WeasyPrint then writes tags and a title.
    return weasyprint.HTML(string=html, url_fetcher=fetch).write_pdf(pdf_variant="pdf/ua-1")


def fetch(url: str) -> URLFetcherResponse:
    """Return the style or a font of papers for WeasyPrint. Raises ValueError for any other address."""
    # A template of ours names no other file; but a text of an organization could, and would read the server's files.
    if url not in FILES:
        raise ValueError(f"Papers read no files: {url[:80]}")
    file, content_type = FILES[url]
    return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": content_type})
