"""Names: those that the glossary gave up stay away, and a public class name stands in one package alone."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.structure.repository import REPOSITORY, files, is_in_package, package_of

GLOSSARY = REPOSITORY / "docs" / "glossary.md"
# Names that a framework asks for in every package.
ASKED_FOR = {"Command", "Meta", "Config", "Migration"}


class Name(NamedTuple):
    """A name that the project's own code gives to something."""

    package: str
    name: str
    is_module: bool
    where: str


class Banned(NamedTuple):
    """A name that the glossary refuses in a package ("*" for all), as a module alone or as anything."""

    package: str
    name: str
    only_modules: bool

    def __str__(self) -> str:
        return f"{self.package}: {'module ' if self.only_modules else ''}{self.name}"

    def finds(self, found: Name) -> bool:
        is_there = self.package in ("*", found.package)
        return is_there and found.name == self.name and (found.is_module or not self.only_modules)


def banned(text: str) -> list[Banned]:
    """Return the rows of the glossary's second table."""
    rows = re.findall(
        r"^\| ([\w*]+) \| (module )?(\w+) \| .+\|$", text.partition("## Names that are not used")[2], re.M
    )
    return [Banned(package, name, bool(module)) for package, module, name in rows if name != "not"]


def python() -> Iterator[tuple[str, Path]]:
    """Yield every Python file of a package or of the tests, with its package."""
    for path in files():
        if path.suffix != ".py" or "migrations" in path.parts:
            continue
        if is_in_package(path):
            yield package_of(path), path
        elif path.is_relative_to(REPOSITORY / "tests"):
            yield "tests", path


@cache
def names() -> list[Name]:
    return [name for package, path in python() for name in names_in(package, path)]


def names_in(package: str, path: Path) -> Iterator[Name]:
    """Yield the names that a file gives: its own and its folder's, classes, functions, attributes and fields."""
    where = os.path.relpath(path, REPOSITORY)
    yield Name(package, path.parent.name if path.stem == "__init__" else path.stem, True, where)
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield Name(package, node.name, False, f"{where}:{node.lineno}")
        if isinstance(node, ast.ClassDef):
            yield from (Name(package, name, False, f"{where}:{line}") for name, line in fields(node))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield Name(package, node.attr, False, f"{where}:{node.lineno}")


def fields(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Yield the names that are assigned in a class's body, with their lines."""
    for each in node.body:
        targets = (
            each.targets if isinstance(each, ast.Assign) else [each.target] if isinstance(each, ast.AnnAssign) else []
        )
        yield from ((target.id, each.lineno) for target in targets if isinstance(target, ast.Name))


def test_names_that_were_given_up_stay_away() -> None:
    refused = banned(GLOSSARY.read_text())
    by_name = defaultdict(list)
    for each in refused:
        by_name[each.name].append(each)

    found = [f"{name.where}: {each}" for name in names() for each in by_name[name.name] if each.finds(name)]

    assert len(refused) > 100
    assert found == []


def test_the_glossary_is_read() -> None:
    rows = banned(
        "## Names that are not used\n\n| package | not | but |\n|---|---|---|\n| a | module b | c |\n| * | D | E |"
    )

    assert rows == [Banned("a", "b", True), Banned("*", "D", False)]
    assert len(banned(GLOSSARY.read_text())) > 100


@pytest.mark.parametrize(
    ("refused", "source", "found"),
    [
        (Banned("a", "Old", False), "class Old: ...", True),
        (Banned("*", "old", False), "def old(): ...", True),
        (Banned("a", "old", False), "class New:\n    old = 1", True),
        (Banned("a", "old", False), "class New:\n    old: int", True),
        (Banned("a", "old", False), "def f(self):\n    self.old = 1", True),
        (Banned("a", "module", True), "x = 1", True),
        (Banned("b", "old", False), "def old(): ...", False),
        (Banned("a", "old", True), "def old(): ...", False),
        (Banned("a", "old", False), "'old'  # old", False),
    ],
)
def test_where_a_name_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Banned, source: str, found: bool
) -> None:
    monkeypatch.setattr("tests.structure.test_names.REPOSITORY", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(source)

    assert any(refused.finds(name) for name in names_in("a", path)) is found


def test_a_public_class_name_stands_in_one_package() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for package, path in python():
        if package != "tests":
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in ASKED_FOR:
                    where[node.name].add(package)

    assert {name: sorted(packages) for name, packages in where.items() if len(packages) > 1} == {}
