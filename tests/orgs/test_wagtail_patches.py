"""The table of what is replaced in Wagtail, compared with the Wagtail that is installed."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from orgs.wagtail_patches.registry import Patch, current_value, originals, patches, signature_of
from tests.structure.repository import REPOSITORY
from tools import packages


@pytest.mark.parametrize("patch", patches.values(), ids=lambda patch: patch.target)
def test_each_replaced_name_is_what_it_was(patch: Patch) -> None:
    """A new Wagtail with another signature asks for the replacement to be read again, and for the table to say so."""
    assert signature_of(originals[patch.target]) == patch.signature


@pytest.mark.parametrize("patch", patches.values(), ids=lambda patch: patch.target)
def test_each_replacement_is_in_place_and_says_why(patch: Patch) -> None:
    assert current_value(patch.target) == patch.replacement
    assert patch.why


@pytest.mark.parametrize(
    "patch", [patch for patch in patches.values() if callable(patch.replacement)], ids=lambda patch: patch.target
)
def test_each_replacement_takes_the_same_arguments(patch: Patch) -> None:
    """Wagtail may call it by position or by name."""
    assert parameters(patch.replacement) == parameters(originals[patch.target])


def parameters(function: object) -> list[tuple[str, object, bool]]:
    given = inspect.signature(function).parameters.values()  # type: ignore[arg-type]
    return [(each.name, each.kind, each.default is each.empty) for each in given]


def test_nothing_of_wagtail_is_replaced_past_the_table() -> None:
    found = {str(path.relative_to(REPOSITORY)): list(replaced_names(ast.parse(path.read_text()))) for path in modules()}

    assert {path: names for path, names in found.items() if names} == {}


def modules() -> Iterator[Path]:
    for folder in packages.folders().values():
        yield from (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def replaced_names(tree: ast.Module) -> Iterator[str]:
    """Yield assignments to attributes of what was imported from Wagtail: "line: target"."""
    imported = {
        (alias.asname or alias.name).partition(".")[0] for node in ast.walk(tree) for alias in imports_of_wagtail(node)
    }
    for node in ast.walk(tree):
        for target in assigned(node):
            root: ast.AST = target
            while isinstance(root, ast.Attribute):
                root = root.value
            if isinstance(target, ast.Attribute) and isinstance(root, ast.Name) and root.id in imported:
                yield f"{target.lineno}: {ast.unparse(target)}"


def imports_of_wagtail(node: ast.AST) -> list[ast.alias]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "wagtail":
        return node.names
    if isinstance(node, ast.Import):
        return [alias for alias in node.names if alias.name.partition(".")[0] == "wagtail"]
    return []


def assigned(node: ast.AST) -> list[ast.expr]:
    """Return what a statement assigns to; setattr() counts as an assignment to an attribute."""
    if isinstance(node, ast.Assign):
        return node.targets
    if isinstance(node, ast.AnnAssign | ast.AugAssign):
        return [node.target]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
        return [ast.copy_location(ast.Attribute(value=node.args[0], attr="?", ctx=ast.Store()), node)]
    return []


def test_the_search_for_replaced_names_finds_them() -> None:
    text = "from wagtail.admin import filters\nimport wagtail\nfilters.A.b = 1\nsetattr(wagtail.models.Page, 'c', 2)"

    assert list(replaced_names(ast.parse(text))) == ["3: filters.A.b", "4: wagtail.models.Page.?"]
