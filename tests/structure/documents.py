"""Reading Markdown: the prose of a page, and the files and names of the code that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.structure.repository import REPOSITORY
from tools import packages

# Folders from which a path may be written: files of a page stand below one of them.
ROOTS = [REPOSITORY, REPOSITORY / "site"]
# Written like paths of files, but no part of the repository: they come into being when the portal is set up or runs.
MADE_LATER = ("NEARY_DATA/", "var/", "docker/.env", "files/", "erasures/", "templates/")
# Written like paths, but of another kind: a zone of time, addresses of the portal, a module that any package may have.
NO_PATHS = {"Asia/Phnom_Penh", "api/v1/", "search/feed.atom", "models/personal_data.py"}


def prose(text: str) -> Iterator[str]:
    """Yield the lines of a page that are no code, table or picture."""
    in_block = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            in_block = not in_block
        elif not in_block and not line.startswith(("|", "    ", "![")):
            yield line


def named_paths(text: str) -> set[str]:
    """Return what stands in backquotes and looks like the path of a file or folder."""
    return set(re.findall(r"`((?:[\w.]+/)+[\w.]*)`", text)) - NO_PATHS


def is_a_path(path: str) -> bool:
    """Return whether a path, from the top or from site/, is there."""
    return path.startswith(MADE_LATER) or any((root / path).exists() for root in ROOTS)


def dotted_names(text: str) -> set[str]:
    """Return the names in backquotes that begin with a package, as `package.module.name`.

    Checks of doctor are left out: they are named by module and function, and have a test of their own.
    """
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("| `"))
    found = re.findall(r"`([a-z_]+(?:\.\w+)+)(?:\([^`]*\))?`", lines)
    return {name for name in found if name.split(".")[0] in packages.folders() and not name.endswith(".py")}


def is_a_name(name: str) -> bool:
    """Return whether a dotted name is a module, something defined in one, a model's label, or a string of the code.

    Kinds of events, tasks and entries of the log are such strings.
    """
    package, *parts = name.split(".")
    folder = packages.folders()[package]
    return is_in_modules(folder, parts) or is_a_model(folder, parts) or name in strings()


def is_in_modules(place: Path, parts: list[str]) -> bool:
    """Return whether the first parts are folders and a module, and all others are defined in it."""
    if parts and (place / parts[0]).is_dir():
        return is_in_modules(place / parts[0], parts[1:])
    if parts and (place / f"{parts[0]}.py").exists():
        return defined(place / f"{parts[0]}.py") >= set(parts[1:])
    start = place / "__init__.py"
    return start.exists() and defined(start) >= set(parts)


def is_a_model(folder: Path, parts: list[str]) -> bool:
    """Return whether a label such as `accounts.User` or `accounts.User_groups` names a class of the package."""
    name = parts[0].split("_")[0]
    return len(parts) == 1 and name in classes(folder)


@cache
def classes(folder: Path) -> set[str]:
    return {name for path in folder.rglob("*.py") for name in defined(path) if name[:1].isupper()}


@cache
def strings() -> set[str]:
    """Return all strings of the packages that look like dotted names."""
    trees = [tree_of(path) for folder in packages.folders().values() for path in folder.rglob("*.py")]
    values = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {value for value in values if isinstance(value, str) and re.fullmatch(r"\w+(\.\w+)+", value)}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def defined(path: Path) -> set[str]:
    """Return the names that a module defines or imports, and those inside its classes."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.split(".")[-1])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found
