"""The engines that search in databases, chosen by the database's vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from search.engines.database.engine import DatabaseEngine


def database_engine() -> DatabaseEngine:
    """Return the search engine of the portal's own database. Raises NotSupportedError for an unknown database.

    It answers when Elasticsearch does not. Raises django.db.NotSupportedError for a database that has no engine.
    """
    return engine_class(connection.vendor)()


def engine_class(vendor: str) -> type[DatabaseEngine]:
    """Return the search engine class for a vendor such as "sqlite". Raises NotSupportedError for an unknown one."""
    # Models are read by the engines: they cannot be imported while the apps are loading.
    from django.db import NotSupportedError

    from search.engines.database.postgresql import PostgresqlEngine
    from search.engines.database.sqlite import SqliteEngine

    engines: dict[str, type[DatabaseEngine]] = {"sqlite": SqliteEngine, "postgresql": PostgresqlEngine}
    if vendor not in engines:
        raise NotSupportedError(f"There is no search in {vendor}; use SQLite or PostgreSQL.")
    return engines[vendor]
