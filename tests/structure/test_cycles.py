"""No module imports itself through others, and no folder holds more modules than a reader takes in at a glance."""

from __future__ import annotations

from collections import Counter

import grimp

from tests.structure.repository import REPOSITORY, files
from tools import packages

MAX_MODULES = 15


def test_no_modules_import_each_other_in_a_circle() -> None:
    """All imports count, also those inside functions and those for type checkers alone: each ties two modules."""
    graph = grimp.build_graph(*packages.names(), cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    assert circles(imports) == []


def test_circles_are_found() -> None:
    imports = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set(), "f": {"g"}, "g": {"f", "a"}}

    assert circles(imports) == [["a", "b", "c"], ["f", "g"]]


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules of which each reaches all others by imports."""
    reached = {module: reachable(module, imports) for module in imports}
    groups = {
        tuple(sorted(other for other in reached[module] if module in reached[other]))
        for module in imports
        if module in reached[module]
    }
    return sorted(list(group) for group in groups)


def reachable(module: str, imports: dict[str, set[str]]) -> set[str]:
    """Return all modules that a module imports, itself or through others."""
    found: set[str] = set()
    waiting = set(imports[module])
    while waiting:
        current = waiting.pop()
        found.add(current)
        waiting |= imports[current] - found
    return found


def test_no_folder_holds_too_many_modules() -> None:
    modules = [path.relative_to(REPOSITORY) for path in files() if path.suffix == ".py"]
    folders = Counter(path.parent for path in modules if path.parts[0] != "tests" and "migrations" not in path.parts)

    assert {str(folder): count for folder, count in folders.items() if count > MAX_MODULES} == {}
