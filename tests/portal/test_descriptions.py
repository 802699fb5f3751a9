"""Descriptions of pages, for who finds them by a search: each page has one, or asks not to be listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.packages import REPOSITORY

EXTENDS_BASE = '{% extends "base.html" %}'
DESCRIBED = re.compile(r'{% block description %}<meta name="description" content="[^"]')
UNLISTED = re.compile(r'{% block head %}<meta name="robots" content="noindex">')
# Only who is signed in sees these; a search engine sees the door.
BEHIND_THE_DOOR = {"workspace/base.html"}


def templates() -> list[Path]:
    """All templates of pages, without those of the tests."""
    found = [
        path
        for path in sorted(REPOSITORY.glob("**/templates/**/*.html"))
        if not {"tests", "var", ".venv", "node_modules"} & set(path.relative_to(REPOSITORY).parts)
    ]
    return [path for path in found if path.read_text().startswith(EXTENDS_BASE)]


@pytest.mark.parametrize("template", templates(), ids=lambda path: "/".join(path.parts[-2:]))
def test_every_page_is_described_or_not_listed(template: Path) -> None:
    if "/".join(template.parts[-2:]) in BEHIND_THE_DOOR:
        return
    source = template.read_text()
    assert DESCRIBED.search(source) or UNLISTED.search(source)
