"""A mirror in a folder of the test, and a portal with a few public pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from operations.mirror.addresses import file_of
from operations.mirror.folder import MirrorFolder
from operations.mirror.making import Made, make


class Mirror:
    """A mirror, and what a reader of its files sees."""

    def __init__(self, path: Path) -> None:
        self.path, self.folder = path, MirrorFolder(path)

    def make(self) -> Made:
        made = make(self.folder)
        assert made is not None and not made.failed
        return made

    def file(self, address: str) -> Path:
        return self.path / str(file_of(address))

    def has(self, address: str) -> bool:
        return self.file(address).is_file()

    def text(self, address: str) -> str:
        return self.file(address).read_text()

    def files(self) -> set[str]:
        """Return the names of all files that a web server may give out."""
        found = (path.relative_to(self.path) for path in self.path.rglob("*") if path.is_file())
        return {str(path) for path in found if path.parts[0] != ".mirror"}

    def naming(self, words: str) -> set[str]:
        """Return the names of all files in which some words stand."""
        return {name for name in self.files() if words.encode() in (self.path / name).read_bytes()}


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "mirror")


@pytest.fixture
def known_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pass follow no links: known pages and lists are enough for most questions, and cost a third."""
    monkeypatch.setattr("operations.mirror.making.DEEPEST", 0)


@pytest.fixture
def article(make_page: Any, organization: Any, drain: Any) -> Any:
    page = make_page("article", organization, live=True, title="Weaving by the river", summary="Looms and water.")
    drain()
    return page
