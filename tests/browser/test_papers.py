"""Papers beside Chromium's print of the same HTML: as many words found, and the same ink."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from events.papers.rendering import can_make_papers
from events.papers.style import STYLE
from tests.events.papers.pdf_helpers import ink_of, share_found, text_of, words_of_paper
from tests.events.papers.sample_papers import PAPERS
from tests.services.conftest import unavailable

MOST_DIFFERENT_INK = 0.01
# Without lines: how dark they are depends on the dots between which a viewer lets them begin.
NO_LINES = "<style>* { border-color: transparent !important; }</style></head>"
LINK = '<link rel="stylesheet" href="paper:style">'


def printed_by(chromium: Browser, html: str) -> bytes:
    """Chromium's print; it gets style and fonts in the HTML, since it knows no address of ours."""
    from events.papers.printing import FILES

    html = html.replace(LINK, f"<style>{STYLE.read_text()}</style>")
    for address, (file, content_type) in FILES.items():
        data = base64.b64encode(file.read_bytes()).decode()
        html = html.replace(f"url({address})", f"url(data:{content_type};base64,{data})")
    page = chromium.new_page()
    page.set_content(html)
    page.evaluate("document.fonts.ready")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    return pdf


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_as_good_as_the_print_of_chromium(
    name: str, language: str, chromium: Browser, tmp_path: Path
) -> None:
    if not can_make_papers():
        unavailable("Pango is not installed (Debian: libpango-1.0-0)")
    from events.papers.printing import print_html

    html = PAPERS[name](language).replace("</head>", NO_LINES)
    words = words_of_paper(html)

    ours, theirs = print_html(html), printed_by(chromium, html)

    assert abs(ink_of(ours) / ink_of(theirs) - 1) <= MOST_DIFFERENT_INK
    if language == "km":
        assert share_found(words, text_of(ours, tmp_path)) >= share_found(words, text_of(theirs, tmp_path))
