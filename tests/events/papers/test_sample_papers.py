"""Every paper in both languages: its Khmer words are found, and it is light."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.papers.printing import print_html
from tests.events.papers.pdf_helpers import share_found, text_of, words_of_paper
from tests.events.papers.sample_papers import PAPERS

HEAVIEST = 80_000  # bytes
LEAST_FOUND = 0.97


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_light_and_its_words_are_found(name: str, language: str, tmp_path: Path) -> None:
    html = PAPERS[name](language)

    pdf = print_html(html)

    assert len(pdf) <= HEAVIEST
    if language == "km":
        words = words_of_paper(html)
        assert len(words) > 20
        assert share_found(words, text_of(pdf, tmp_path)) >= LEAST_FOUND
