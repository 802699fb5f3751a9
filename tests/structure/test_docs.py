"""The pages of docs/: their build, the length of their lines, and the files and names of the code that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.structure.documents import dotted_names, is_a_name, is_a_path, named_paths, prose
from tests.structure.repository import REPOSITORY

HEADINGS = [
    "What it is for",
    "How it works",
    "Where it stands in the code",
    "How to change it",
    "How it is proved",
]
# Pages with a build of their own.
OTHER_BUILD = {
    "architecture.md": "leads to all other pages",
    "glossary.md": "two tables of words, read by a test",
}
PAGES = sorted((REPOSITORY / "docs").glob("*.md"))
TEXTS = [*PAGES, REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"]


def name_of(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_of_docs_has_the_five_headings_in_their_order(page: Path) -> None:
    if page.name in OTHER_BUILD:
        return

    assert re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("page", TEXTS, ids=name_of)
def test_no_line_of_prose_is_longer_than_120_characters(page: Path) -> None:
    assert [line for line in prose(page.read_text()) if len(line) > 120] == []


@pytest.mark.parametrize("page", TEXTS, ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    assert [path for path in named_paths(page.read_text()) if not is_a_path(path)] == []


@pytest.mark.parametrize("page", TEXTS, ids=name_of)
def test_every_name_of_the_code_that_a_page_names_is_there(page: Path) -> None:
    assert [name for name in dotted_names(page.read_text()) if not is_a_name(name)] == []


def test_no_exception_outlives_its_reason() -> None:
    assert OTHER_BUILD.keys() <= {page.name for page in PAGES}
