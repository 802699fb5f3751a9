"""No module imports itself through others."""

from __future__ import annotations

import grimp

from tools import packages


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
