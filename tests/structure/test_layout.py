"""The repository as a reader finds it: where things lie, how long they are, and what they do not speak of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.structure.repository import REPOSITORY, files, is_in_package, layers
from tools import packages

LONGEST_FILE = 300
LONGEST_FUNCTION = 30
# The workplace of whoever writes, and where packages come from: the project speaks of itself alone. Each pattern is
# written so that it does not find itself.
UNSPOKEN = re.compile(
    r"(?<![\w.])/(work|root|home/\w+)[/]|[b]ash_jobs"
    r"|pypi[.]org|python[h]osted|npmjs[.](org|com)|maven[.]apache|maven[.]org|deb[.]debian|proxy[.]golang|crates[.]io"
    r"|\b[i]ssue \#?\d",
    re.IGNORECASE,
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    """Python written by hand in the packages; what only lists data may be as long as its data."""
    written = (path for path in files() if path.suffix == ".py" and is_in_package(path))
    return [path for path in written if "migrations" not in path.parts and not is_data(path)]


def is_data(path: Path) -> bool:
    tree = ast.parse(path.read_text())
    return not any(isinstance(node, Function | ast.ClassDef) for node in ast.walk(tree))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from the name to the end; what explains it to a reader does not count."""
    explained = 0
    if ast.get_docstring(function):
        explained = function.body[0].end_lineno - function.body[0].lineno + 1
    return function.end_lineno - function.lineno + 1 - explained


def test_site_is_a_source_root_and_no_package() -> None:
    """`site` is a module of the standard library: a package of that name could never be imported."""
    assert not (REPOSITORY / "site" / "__init__.py").exists()


def test_every_package_has_its_layer() -> None:
    assert packages.found() == set().union(*layers())
    assert packages.found() == set(packages.names())


def test_no_file_is_too_long() -> None:
    lines = {str(path.relative_to(REPOSITORY)): len(path.read_text().splitlines()) for path in modules()}

    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        f"{path.relative_to(REPOSITORY)}:{function.lineno} {function.name}": length(function)
        for path in modules()
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    }

    assert too_long == {}


def test_the_project_speaks_of_itself_alone() -> None:
    said = {}
    for path in files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if found := UNSPOKEN.search(text):
            said[str(path.relative_to(REPOSITORY))] = found[0]

    assert said == {}


def test_compiled_translations_and_local_files_stay_out() -> None:
    kept_out = {".mo", ".pyc", ".sqlite3", ".log"}

    assert [path for path in files() if path.suffix in kept_out or path.name == ".env"] == []
