"""Construction of the workspace's views."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.packages import REPOSITORY

WORKSPACE = REPOSITORY / "site" / "workspace"
VIEWS = sorted([*WORKSPACE.rglob("views/*.py"), *WORKSPACE.rglob("views.py")])


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, those of single names too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names)


def is_view(name: str) -> bool:
    parts = name.split(".")
    return parts[0] in ("workspace", "") and "views" in parts


def test_there_are_views() -> None:
    assert len(VIEWS) > 20


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_views_do_not_import_views(path: Path) -> None:
    assert not [name for name in imported(path) if is_view(name)]
