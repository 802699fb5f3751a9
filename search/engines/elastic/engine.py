"""The Elasticsearch engine, as exact as the database's, which answers when Elasticsearch does not."""

from __future__ import annotations

from django.conf import settings

from search.engines.base import DEEPEST_HIT, Hit, Query, Result
from search.engines.database.filters import filters_of as sql_filters_of
from search.engines.database.prepared_query import PreparedQuery
from search.engines.database.time_limit import MAX_SECONDS, SearchTimeoutError, time_limit
from search.engines.database_engines import database_engine
from search.engines.diversify import WINDOW, RankedRow
from search.engines.elastic import response
from search.engines.elastic.client import ElasticsearchUnavailable, multi_search
from search.engines.elastic.filters import filters_of
from search.engines.elastic.request import ElasticRequest, searches
from search.engines.facet_labels import facet_values
from search.engines.hits import read_hits
from search.query.spelling import suggestion
from search.query.synonyms import expand_synonyms
from search.query.text import QueryText, parse

# The server stops a little before the client stops waiting, so that it does no useless work.
PATIENCE = "600ms"


class ElasticsearchEngine:
    """The engine that searches in Elasticsearch."""

    name = "elasticsearch"

    def search(self, query: Query) -> Result:
        """Return a query's result from Elasticsearch, or from the database when that does not answer."""
        try:
            return self._search(query)
        except ElasticsearchUnavailable:
            return database_engine().search(query)

    def _search(self, query: Query) -> Result:
        text = expand_synonyms(parse(query.text))
        if query.text.strip() and text.is_empty:
            return Result(self.name, query, is_truncated=text.is_truncated)
        prepared = PreparedQuery(query, text, sql_filters_of(query), DEEPEST_HIT)
        # Rounded up to whole windows, within which hits are diversified.
        request = ElasticRequest(query, text, filters_of(query), -(-prepared.last // WINDOW) * WINDOW, PATIENCE)
        found = multi_search(settings.ELASTICSEARCH_INDEX, searches(request))
        total = response.total(found)
        ranked = prepared.shown(response.ranked(request, found))
        return Result(
            engine=self.name,
            query=query,
            total=total,
            hits=without_outdated_hits(read_hits(ranked, prepared.filters, query, text), ranked, text),
            facets=facet_values(response.counts(found)) if query.with_facets else {},
            is_truncated=text.is_truncated,
            suggestion=spelling_suggestion(prepared, total),
        )


def without_outdated_hits(hits: list[Hit], ranked: list[RankedRow], text: QueryText) -> list[Hit]:
    """Return the hits, without those whose row changed after indexing and has the query's words no more.

    Words that were taken from a row are found no more from that moment on. One query, only where there are such hits.
    """
    versions = {row.page_id: row.version for row in ranked}
    # A row that is shown in another language than the one that was ranked has no version here, and is not compared.
    older = [hit.entry.pk for hit in hits if versions.get(hit.entry.pk, hit.entry.version) != hit.entry.version]
    if not (older and text.clauses):
        return hits
    try:
        with time_limit(MAX_SECONDS, by_index=True):
            gone = set(older) - database_engine().matching(text, older)
    except SearchTimeoutError:
        # When nothing is known, they are left out: withdrawn words must not be shown.
        gone = set(older)
    return [hit for hit in hits if hit.entry.pk not in gone]


def spelling_suggestion(prepared: PreparedQuery, total: int) -> str:
    """Return a better-spelt query text, found by the database's index; "" if there is none or it is too slow."""
    try:
        with time_limit(MAX_SECONDS):
            engine, filters = database_engine(), prepared.filters
            return suggestion(prepared.text, total, lambda parts: engine.frequencies(parts, filters))
    except SearchTimeoutError:
        return ""
