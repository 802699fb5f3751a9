"""The engines of the databases, chosen by the vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from search.engines.database import DatabaseEngine


def database_engine() -> DatabaseEngine:
    """The engine of the portal's own database, which is always kept level: it answers when no other does.

    Raises django.db.NotSupportedError for a database that has none.
    """
    return engine_of(connection.vendor)()


def engine_of(vendor: str) -> type[DatabaseEngine]:
    """The engine of a database.

    Raises django.db.NotSupportedError for one that has none.
    """
    # Models are read by the engines: they cannot be imported while the apps are loading.
    from django.db import NotSupportedError

    from search.engines.postgresql import PostgresqlEngine
    from search.engines.sqlite import SqliteEngine

    engines: dict[str, type[DatabaseEngine]] = {"sqlite": SqliteEngine, "postgresql": PostgresqlEngine}
    if vendor not in engines:
        raise NotSupportedError(f"There is no search in {vendor}; use SQLite or PostgreSQL.")
    return engines[vendor]
