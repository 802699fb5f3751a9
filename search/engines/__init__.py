"""Where pages are looked up. `get_engine()` gives the one of this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from search.engines.base import Engine, Trial
    from search.engines.database import DatabaseEngine


def get_engine() -> Engine:
    """The engine that answers searches: Elasticsearch where it is set up, else the portal's own database.

    Raises django.db.NotSupportedError for a database that has none.
    """
    if settings.ELASTICSEARCH_URL:
        # Only then, for its client takes a fifth of a second to import.
        from search.engines.elastic.engine import ElasticsearchEngine

        return ElasticsearchEngine()
    return database_engine()


def database_engine() -> DatabaseEngine:
    """The engine of the portal's own database, which is always kept level: it answers when no other does.

    Raises django.db.NotSupportedError for a database that has none.
    """
    return engine_of(connection.vendor)()


def trial_engine(deepest: int) -> Trial:
    """The engine that answers searches, with an index of its own for trials and measurements.

    On a database it lives as long as the connection.
    """
    if settings.ELASTICSEARCH_URL:
        from search.engines.elastic.trial import ElasticsearchTrial

        return ElasticsearchTrial(deepest)
    from search.engines.database import TRIAL

    return engine_of(connection.vendor)(TRIAL, deepest)


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
