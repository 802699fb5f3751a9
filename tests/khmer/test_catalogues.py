"""No translation into Khmer says an English word or a Latin digit, and none is the English itself."""

from __future__ import annotations

import re

import polib
import pytest

from tests.khmer.crawl.latin import Reader
from tests.khmer.crawl.visible_text import pieces_of
from tools.catalogues import catalogues
from tools.packages import REPOSITORY

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|&\w+;")


@pytest.mark.parametrize("path", catalogues(REPOSITORY), ids=lambda path: f"{path.parts[-5]}-{path.name}")
def test_a_translation_is_in_khmer(path):
    """Every text of every catalogue, read as a screen would show it."""
    reader = Reader()
    latin = [
        text
        for entry in polib.pofile(str(path))
        if not entry.obsolete
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        for piece in pieces_of(PLACEHOLDER.sub(" ", text))
        if reader.trips_over(piece)
    ]

    assert not latin
