"""Hashes of what the kept test databases are made of: when one of them changes, the databases are made anew.

Nothing is listed by hand: the packages are import-linter's, and what migrations use is read from their imports.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from tests.schema.first_migrations import first_migrations
from tools import packages
from tools.packages import REPOSITORY

POPULATION = REPOSITORY / "tests" / "population.py"
# What carries migrations out.
MIGRATING = [REPOSITORY / "tests" / "schema" / "fingerprint.py", REPOSITORY / "tests" / "quick_migrations.py"]
# What Python and gettext make of other files.
COMPILED = {".mo", ".pyc"}


@cache
def schema_hash() -> str:
    """Return the hash of what a migrated database is made of: installed versions, migrations and what they import."""
    migrations = [path for folder in packages.folders().values() for path in folder.glob("migrations/*.py")]
    # Of packages that only tests install.
    migrations += REPOSITORY.glob("tests/*/migrations/*.py")
    return hash_of(import_closure([*migrations, *MIGRATING]), installed())


@cache
def first_hash() -> str:
    """Return the hash of what a database with the first migrations alone is made of."""
    return hash_of(import_closure([*first_migrations(), *MIGRATING]), installed())


@cache
def portal_hash(maker: Path = POPULATION) -> str:
    """Return the hash of all that a portal with content is made of: every package, and the module that fills it."""
    ours = [path for folder in packages.folders().values() for path in files_below(folder)]
    return hash_of([*ours, *import_closure([maker])], installed())


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix not in COMPILED)


def installed() -> list[str]:
    """Return the installed distributions with their versions, and Python's own."""
    found = {f"{each.metadata['Name']}=={each.version}" for each in metadata.distributions()}
    return [sys.version, *sorted(found)]


def hash_of(paths: Iterable[Path], words: Iterable[str] = ()) -> str:
    """Return a short hash of the words, and of the names and contents of the files."""
    digest = hashlib.sha256("\n".join(words).encode())
    for path in sorted(set(paths)):
        digest.update(f"\n{path.relative_to(REPOSITORY)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def import_closure(start: Iterable[Path]) -> set[Path]:
    """Return the files, and all of this repository's files that they import, directly or not."""
    waiting, closure = list(start), set[Path]()
    while waiting:
        path = waiting.pop()
        if path not in closure:
            closure.add(path)
            waiting += [file for module in imported_by(path) for file in files_of(module)]
    return closure


@cache
def imported_by(path: Path) -> list[str]:
    """Return the names that a file imports, wherever in it; some of them may be names inside a module."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


@cache
def files_of(module: str) -> list[Path]:
    """Return the files that are run when a module of this repository is imported; of any other none."""
    parts = module.split(".")
    if parts[0] not in {*packages.names(), "tests", "tools"}:
        return []
    found = []
    for root in packages.SOURCE_ROOTS:
        for depth in range(1, len(parts) + 1):
            path = root.joinpath(*parts[:depth])
            found += [file for file in (path / "__init__.py", path.with_suffix(".py")) if file.exists()]
    return found
