"""Docstrings of the packages: the share of public definitions that have one, and those that begin with a question word.

    python tools/docstrings.py                  print the two figures
    python tools/docstrings.py --list [PATH]    print as well each definition to be written or rewritten, below PATH

A definition is a module that is not empty, a class or a function; it is public when no name on its path begins with an
underscore. Migrations and classes called Meta do not count.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# A script finds its own folder, not the repository.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import packages

QUESTION_WORD = re.compile(r"(What|Who|Whose|Whether|Where|How|Which|In which|That)\b")
Definition = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Documented(NamedTuple):
    """A public definition and its docstring, empty when it has none."""

    where: str
    name: str
    docstring: str

    @property
    def is_question(self) -> bool:
        """Return whether the docstring begins with a question word instead of saying plainly what the thing is."""
        return bool(QUESTION_WORD.match(self.docstring))

    def __str__(self) -> str:
        return f"{self.where} {self.name}: {self.docstring.partition(chr(10))[0] or 'no docstring'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--list", nargs="?", const="", metavar="PATH", help="list what is to be written or rewritten")
    below = parser.parse_args().list
    found = list(definitions())
    if below is not None:
        print(*(each for each in found if is_unfinished(each) and each.where.startswith(below)), sep="\n")
    print(summary(found))


def is_unfinished(definition: Documented) -> bool:
    """Return whether a definition still lacks a docstring that begins plainly."""
    return not definition.docstring or definition.is_question


def summary(found: list[Documented]) -> str:
    """Return the two figures in one line."""
    written = sum(bool(each.docstring) for each in found)
    questions = sum(each.is_question for each in found)
    return (
        f"Docstrings: {written} of {len(found)} public definitions ({share(found):.1%}); "
        f"{questions} begin with a question word."
    )


def share(found: list[Documented]) -> float:
    """Return the share of definitions that have a docstring, between 0 and 1."""
    return sum(bool(each.docstring) for each in found) / len(found)


def definitions() -> Iterator[Documented]:
    """Yield every public definition of all packages."""
    for folder in packages.folders().values():
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.relative_to(folder).parts:
                yield from definitions_in(path.read_text(), str(path.relative_to(packages.REPOSITORY)))


def definitions_in(source: str, where: str) -> Iterator[Documented]:
    """Yield the public definitions of one file."""
    if source.strip():
        module = ast.parse(source)
        yield Documented(f"{where}:1", "<module>", ast.get_docstring(module) or "")
        yield from members(module, where, "")


def members(parent: Definition, where: str, prefix: str) -> Iterator[Documented]:
    """Yield the public classes and functions that stand directly in a module or class, and those inside them."""
    for node in parent.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or node.name == "Meta":
            continue
        yield Documented(f"{where}:{node.lineno}", prefix + node.name, ast.get_docstring(node) or "")
        if isinstance(node, ast.ClassDef):
            yield from members(node, where, f"{prefix}{node.name}.")


if __name__ == "__main__":
    main()
