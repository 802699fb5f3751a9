"""The system check of the database: its migrations are those of this version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from operations.migration_history import advice, compare, told_ahead

# Of a context and not of the process: another thread of the same process may be checking.
_migrating: ContextVar[bool] = ContextVar("migrating", default=False)


@contextmanager
def being_migrated() -> Iterator[None]:
    """Switch off the system check of the migration history within the block, while `migrate` applies migrations."""
    token = _migrating.set(True)
    try:
        yield
    finally:
        _migrating.reset(token)


@register(Tags.database)
def check_history(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return errors for named databases ahead of this version or foreign, a warning if behind; [] if none is named."""
    found: list[CheckMessage] = []
    # `databases` is None unless `check --database` was called: the check would otherwise ask a database at each
    # start.
    for alias in () if _migrating.get() else databases or ():
        compared = compare(alias)
        if compared.is_foreign:
            found.append(Error(advice(alias), id="operations.E001"))
        elif compared.is_ahead:
            found.append(Error(told_ahead(compared), id="operations.E002"))
        elif compared.is_behind:
            told = f"This database is behind this version of Neary ({len(compared.waiting)} migrations wait)"
            found.append(Warning(f"{told}: run manage.py migrate.", id="operations.W001"))
    return found
