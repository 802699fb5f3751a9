"""docs/architecture.md tells the layers as they are, and names files and functions that are there."""

from __future__ import annotations

import ast
import re

from tests.structure.documents import is_a_path, named_paths
from tests.structure.repository import REPOSITORY, layers

TEXT = (REPOSITORY / "docs" / "architecture.md").read_text()


def test_the_table_of_layers_is_the_list_of_import_linter() -> None:
    rows = re.findall(r"^\| (\d+) \| (\w+) \|", TEXT, re.MULTILINE)

    told: dict[int, set[str]] = {}
    for number, package in rows:
        told.setdefault(int(number), set()).add(package)

    assert [told[number] for number in sorted(told)] == layers()


def test_every_file_that_is_named_is_there() -> None:
    named = named_paths(TEXT)

    assert len(named) > 25
    assert [path for path in named if not is_a_path(path)] == []


def test_every_function_that_is_named_with_its_file_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)`: `(\w+)`", TEXT)
    absent = [f"{path}: {name}" for path, name in named if name not in defined_in(path)]

    assert len(named) > 10
    assert absent == []


def defined_in(path: str) -> set[str]:
    tree = ast.parse((REPOSITORY / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_every_page_of_docs_is_linked() -> None:
    pages = {path.name for path in (REPOSITORY / "docs").glob("*.md")} - {"architecture.md"}

    assert pages <= set(re.findall(r"\]\((\w+\.md)\)", TEXT))
