"""Rows that many tests begin with: made once in a process, in a copy of the database that these tests share.

    TWO = KeptRows(make_two)

    @pytest.fixture
    @keeps(TWO)
    def two(db, request):
        return TWO.of(request)

Each test gets fresh instances, and what it changes is taken back. Where its database is no such copy (on PostgreSQL,
with real transactions, or where it asks for other rows that are kept), the rows are made in the test itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import Model

Function = TypeVar("Function", bound=Callable[..., Any])


class KeptRows:
    """Rows that a function makes out of the shared population alone: an instance, or a list or dictionary of them."""

    def __init__(self, make: Callable[[], Any], *, includes: tuple[KeptRows, ...] = ()) -> None:
        self.make, self.includes = make, includes
        self.name = f"{make.__module__}.{make.__qualname__}"
        self.database, self.keys = "", None
        self.stashed = pytest.StashKey[Any]()

    def build(self) -> None:
        """Make the rows in the database that is in use, for good."""
        with transaction.atomic():
            self.keys = keys_of(self.make())
            # As in a test, nothing follows a commit.
            connection.run_on_commit.clear()
        self.database = str(connection.settings_dict["NAME"])
        connection.close()

    def of(self, request: pytest.FixtureRequest) -> Any:
        """Return the rows of one test: always the same instances."""
        stash = request.node.stash
        if self.stashed not in stash:
            is_here = connection.settings_dict["NAME"] == self.database
            stash[self.stashed] = instances_of(self.keys) if is_here else self.make()
        return stash[self.stashed]


def keeps(rows: KeptRows) -> Callable[[Function], Function]:
    """Let tests that ask for a fixture find a database with these rows."""

    def mark(function: Function) -> Function:
        function.kept_rows = rows  # type: ignore[attr-defined]
        return function

    return mark


def kept_rows_for(item: pytest.Item) -> KeptRows | None:
    """Return the rows that a test asks for by its fixtures; those that include others, where it asks for several."""
    definitions = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
    asked = [getattr(each[-1].func, "kept_rows", None) for each in definitions.values() if each]
    found = [rows for rows in asked if rows]
    included = {id(inner) for rows in found for inner in rows.includes}
    return next((rows for rows in found if id(rows) not in included), None)


def keys_of(rows: Any) -> Any:
    """Return rows as their models and primary keys, in the same lists and dictionaries."""
    if isinstance(rows, Model):
        return (type(rows), rows.pk)
    if isinstance(rows, dict):
        return {name: keys_of(row) for name, row in rows.items()}
    return [keys_of(row) for row in rows]


def instances_of(keys: Any) -> Any:
    """Return the rows of models and primary keys."""
    if isinstance(keys, tuple):
        model, pk = keys
        return model._default_manager.get(pk=pk)
    if isinstance(keys, dict):
        return {name: instances_of(key) for name, key in keys.items()}
    return [instances_of(key) for key in keys]
