"""Search engines: `get_engine()` returns the one of this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from search.engines.database_engines import database_engine, engine_class

if TYPE_CHECKING:
    from search.engines.base import Engine, EvaluationEngine


def get_engine() -> Engine:
    """Return the search engine: Elasticsearch's where it is set up, else that of the portal's database.

    Raises django.db.NotSupportedError for a database that has none.
    """
    if settings.ELASTICSEARCH_URL:
        # Only then, for its client takes a fifth of a second to import.
        from search.engines.elastic.engine import ElasticsearchEngine

        return ElasticsearchEngine()
    return database_engine()


def evaluation_engine(deepest: int) -> EvaluationEngine:
    """Return a search engine for evaluations of ranking, with an index apart from the portal's that its `create` makes.

    On a database it lives as long as the connection.
    """
    if settings.ELASTICSEARCH_URL:
        from search.engines.elastic.evaluation import ElasticsearchEvaluation

        return ElasticsearchEvaluation(deepest)
    from search.engines.database.engine import EVALUATION

    return engine_class(connection.vendor)(EVALUATION, deepest)
