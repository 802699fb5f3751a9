"""`make test` and `make test-thorough` run every test that is no drill, and each second look has a first one."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.structure.repository import REPOSITORY
from tests.thorough import SECOND_LOOKS, is_second_look, is_within

NAMED = sorted({*SECOND_LOOKS, *(first for firsts in SECOND_LOOKS.values() for first in firsts)})
FIRSTS = sorted({first for firsts in SECOND_LOOKS.values() for first in firsts})


@cache
def functions_in(file: str) -> set[str]:
    """Return the names of all functions in a file of the repository."""
    tree = ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def is_there(named: str) -> bool:
    """Return whether the folder or file of a name is there, and the test in it."""
    place, _, name = named.partition("::")
    if place.endswith("/"):
        return (REPOSITORY / place).is_dir()
    is_file = (REPOSITORY / place).is_file()
    return is_file and (not name or name.startswith("*") or name.partition("[")[0] in functions_in(place))


def test_what_the_table_names_is_there() -> None:
    assert [named for named in NAMED if not is_there(named)] == []


def test_what_proves_the_rule_first_stays_in_make_test() -> None:
    """A folder or file that stays may hold second looks of others, and is none as a whole."""
    assert [first for first in FIRSTS if is_second_look(first.replace("::*", "::test_any"))] == []


def test_a_name_that_is_not_there_would_be_seen() -> None:
    assert not any(map(is_there, ("tests/nowhere/", "tests/conftest.py::test_nothing", "tests/nothing.py")))


@pytest.mark.parametrize(
    ("test_id", "named", "within"),
    [
        ("tests/a/test_b.py::test_c", "tests/a/", True),
        ("tests/a/test_b.py::test_c", "tests/a/test_b.py", True),
        ("tests/a/test_b.py::test_c[km-1]", "tests/a/test_b.py::test_c", True),
        ("tests/a/test_b.py::test_c[km-1]", "tests/a/test_b.py::*[km-1]", True),
        ("tests/a/test_b.py::test_c[km-1]", "tests/a/test_b.py::*[en-1]", False),
        ("tests/a/test_b.py::test_c_more", "tests/a/test_b.py::test_c", False),
        ("tests/ab/test_b.py::test_c", "tests/a/", False),
    ],
)
def test_a_name_means_itself_and_what_is_in_it(test_id: str, named: str, within: bool) -> None:
    assert is_within(test_id, named) == within


def test_the_two_commands_leave_no_test_out_and_ci_runs_both() -> None:
    chosen = re.findall(r'-m "(.+)"', (REPOSITORY / "Makefile").read_text())
    assert chosen == ["not drill and not thorough", "thorough and not drill"]
    commands = (REPOSITORY / ".ci" / "run").read_text().splitlines()
    assert [line for line in commands if line.startswith("make ")] == ["make check", "make test", "make test-thorough"]
