"""Printing by WeasyPrint: Khmer text that is found, glyphs for every character, and nothing read from outside."""

from __future__ import annotations

import inspect
import io
from importlib.metadata import version
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint.draw import text as drawing

from events.papers import rendering, searchable_text
from events.papers.printing import fetch, print_html
from events.papers.rendering import PaperError, paper_html, print_paper
from khmer.typography import break_words
from tests.events.papers.pdf_helpers import khmer_words, share_found, text_of
from tests.structure.repository import REPOSITORY

KHMER = (
    "ស្ត្រីកម្ពុជាប្រើសិទ្ធិរបស់ខ្លួនក្នុងជីវភាពសង្គម សេដ្ឋកិច្ច និងនយោបាយ។ ញ្ញុំា ឃុំ ស៊ី ក្រៅ គ្រោះ កញ្ញា បញ្ញត្តិ សង្គ្រោះ ព្រឹត្តិការណ៍ "
    "វគ្គបណ្តុះបណ្តាលអំពីអំពើហិង្សា រដ្ឋធម្មនុញ្ញ ប្រជាធិបតេយ្យ ក្រសួង ឃ្លាំ ច្បាប់ លក្ខណ៍ ពាណិជ្ជកម្ម ១២៣៤៥ "
) * 6


def paper_of(body: str) -> str:
    return paper_html("events/papers/paper.html", {}).replace("<body>", f"<body>{body}")


def test_khmer_words_are_found_and_copied_as_they_were_written(tmp_path: Path) -> None:
    words = khmer_words(KHMER)

    text = text_of(print_html(paper_of(f"<p>{break_words(KHMER)}</p>")), tmp_path)

    assert len(words) > 100
    assert share_found(words, text) == 1


def test_without_the_wrapper_they_are_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "draw_first_line", searchable_text.draw_glyphs)

    text = text_of(print_html(paper_of(f"<p>{break_words(KHMER)}</p>")), tmp_path)

    assert share_found(khmer_words(KHMER), text) < 0.6


def test_the_private_function_is_still_what_the_wrapper_wraps() -> None:
    pinned = (REPOSITORY / "requirements" / "base.in").read_text()
    parameters = ["stream", "textbox", "text_overflow", "block_ellipsis", "matrix"]

    assert f"\nweasyprint=={version('weasyprint')}\n" in pinned
    assert list(inspect.signature(searchable_text.draw_glyphs).parameters) == parameters
    assert "emojis = draw_first_line(" in inspect.getsource(drawing.draw_text)
    assert drawing.draw_first_line is searchable_text.draw_with_text


def fonts_of(html: str) -> set[str]:
    """The names of the fonts in a PDF, without the letters that name the part of each."""
    reader = PdfReader(io.BytesIO(print_html(html)))
    return {str(font["/BaseFont"])[8:] for page in reader.pages for font in page["/Resources"]["/Font"].values()}


def test_every_sign_of_a_text_is_drawn_with_the_fonts_of_papers() -> None:
    signs = "Women’s “forum” – 50 % & more… é; សួស្តី៖ ៛ ។ល។ ៗ 0123456789 ០១២៣៤៥៦៧៨៩ a\u00a0b @ # / + = * ( ) •"

    assert fonts_of(paper_of(f"<p>{signs}</p><p><b>{signs}</b></p>")) == {"Paper", "Paper-Semi-Bold"}


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/", "/srv/picture.jpg", "data:,x"])
def test_nothing_is_read_but_the_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="read no files"):
        fetch(address)


def test_the_helper_prints_what_this_process_prints() -> None:
    html = paper_of("<p>នារី</p>")
    try:
        assert print_paper(html) == print_html(html)
    finally:
        rendering.helper.kill()


def test_without_pango_no_paper_is_made_and_nothing_else_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "PANGO", ("libnothing.so.0",))
    rendering.can_make_papers.cache_clear()
    try:
        with pytest.raises(PaperError):
            print_paper(paper_of(""))
    finally:
        rendering.can_make_papers.cache_clear()
