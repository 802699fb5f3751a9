"""An Elasticsearch index of its own for evaluations; nothing of the portal's changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from catalog.models import CatalogEntry
from search.engines.base import Query
from search.engines.elastic import indexes, response
from search.engines.elastic.client import responses_to, writer
from search.engines.elastic.document_writer import actions, now, send
from search.engines.elastic.documents import documents_of
from search.engines.elastic.filters import NO_FILTERS
from search.engines.elastic.request import ElasticRequest, searches
from search.query.text import parse


class ElasticsearchEvaluation:
    """An engine for evaluations, with an index of its own in Elasticsearch."""

    name = "elasticsearch"

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self._index = ""
        self._is_fresh = True

    def create(self) -> None:
        """Create the empty Elasticsearch index of an evaluation, apart from the portal's."""
        # A name that no index of the portal can have.
        self._index = indexes.create(f"{indexes.name()}.trial")

    def drop(self) -> None:
        """Delete the Elasticsearch index of an evaluation."""
        indexes.drop(self._index)

    def write(self, entries: Iterable[CatalogEntry]) -> None:
        """Write catalog entries as documents into the evaluation's own Elasticsearch index."""
        documents = documents_of(entries)
        send(actions(indexes.write_alias(self._index), list(documents), documents, now()))
        self._is_fresh = False

    def ranked(self, query: Query) -> list[int]:
        """Return the ids of all pages that a query finds, best first, without synonyms.

        Raises what the client raises (`client.FAILURES`, `client.InvalidSearchError`).
        """
        text = parse(query.text)
        if text.is_empty:
            return []
        # Written documents can be searched only after a refresh. One for all batches: each costs time.
        if not self._is_fresh:
            indexes.refresh(self._index)
            self._is_fresh = True
        request = ElasticRequest(replace(query, with_facets=False), text, NO_FILTERS, self._deepest, patience="30s")
        found = responses_to(writer(), self._index, searches(request))
        return [row.page_id for row in islice(response.ranked(request, found), self._deepest)]
