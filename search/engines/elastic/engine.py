"""The engine: as exact as the database's, and the database's own while Elasticsearch is away."""

from __future__ import annotations

from django.conf import settings

from search.engines.base import DEEPEST_HIT, Query, Result
from search.engines.database_engines import database_engine
from search.engines.elastic import answers
from search.engines.elastic.asking import Asked, searches
from search.engines.elastic.client import SearchAway, ask
from search.engines.elastic.scope import scope_of
from search.engines.labels import facet_values
from search.engines.limits import MOST_SECONDS, TookTooLongError, at_most
from search.engines.looked import LookedFor
from search.engines.results import hits_of
from search.engines.scope import scope_of as rows_of
from search.engines.spread import WINDOW
from search.related import widened
from search.spelling import suggestion
from search.text import parse

# The server gives up a little before the reader does, and works no longer for nobody.
PATIENCE = "600ms"


class ElasticsearchEngine:
    name = "elasticsearch"

    def search(self, query: Query) -> Result:
        try:
            return self._search(query)
        except SearchAway:
            return database_engine().search(query)

    def _search(self, query: Query) -> Result:
        text = widened(parse(query.text))
        if query.text.strip() and text.is_empty:
            return Result(self.name, query, is_cut=text.is_cut)
        looked = LookedFor(query, text, rows_of(query), DEEPEST_HIT)
        asked = Asked(query, text, scope_of(query), -(-looked.last // WINDOW) * WINDOW, PATIENCE)
        found = ask(settings.ELASTICSEARCH_INDEX, searches(asked))
        total = answers.total(found)
        return Result(
            engine=self.name,
            query=query,
            total=total,
            hits=hits_of(looked.shown(answers.ranked(asked, found)), looked.scope, query, text),
            facets=facet_values(answers.counts(found), {}) if query.with_facets else {},
            is_cut=text.is_cut,
            suggestion=suggested(looked, total),
        )


def suggested(looked: LookedFor, total: int) -> str:
    """What the database says was meant; nothing where it takes too long to tell."""
    try:
        with at_most(MOST_SECONDS):
            return suggestion(looked.text, total, lambda parts: database_engine().frequencies(parts, looked.scope))
    except TookTooLongError:
        return ""
