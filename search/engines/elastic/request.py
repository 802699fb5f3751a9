"""Elasticsearch requests for a query: searches in each language, and one for pages that were hit in both.

Pages of each language are counted separately. Pages that were hit in both are in two counts, so they are counted once
more and subtracted. The counts are therefore exact, which Elasticsearch's own counting of distinct values is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.counting import LANGUAGES
from search.engines.base import Query
from search.engines.elastic.filters import ElasticFilters, Json
from search.query.text import Clause, Part, QueryText

TITLE_WEIGHT = 5
# The weight of names of topics, places, kind and organization.
NAMES_WEIGHT = 0.02
# The score for freshness: this much for a page of today, half of it for one of twenty years ago; about 0.1 a year.
FRESHEST, HALF_FRESH = 2.2, "7300d"
# Freshness is added only to so many hits, the best by their words.
FRESHENED = 1000
# No token adds more than this to a score: BM25's factor for rarity is below ln(1 + 2**31), in title, text and names.
MOST_OF_A_TOKEN = 22 * (TITLE_WEIGHT + 1 + NAMES_WEIGHT)
# A limit above the number of values of any facet.
ALL_VALUES = 10_000


@dataclass(frozen=True)
class ElasticRequest:
    """A request to Elasticsearch: the query, its filters, and the number of first `rows` in each language.

    They must come within `patience`, a time such as "600ms", or nothing does.
    """

    query: Query
    text: QueryText
    filters: ElasticFilters
    rows: int
    patience: str

    @property
    def by_date(self) -> str:
        """Return "asc" or "desc" to sort hits by date (also without words), or "" for relevance."""
        if self.query.order == "oldest":
            return "asc"
        return "desc" if self.query.order == "newest" or not self.text.clauses else ""

    @property
    def shared_facets(self) -> list[str]:
        """Return the names of the facets counted across languages; none if no facets are wanted."""
        return [name for name in self.query.facets if name != "language"]

    @property
    def step(self) -> int:
        """Return the score points of one rank, a power of two above any score within a rank.

        The number is as low as can be, because Elasticsearch's scores are not exact.
        """
        tokens = sum(len(part.tokens) for part in self.text.parts)
        # A power of two is exact as a floating-point number, and so are its small multiples.
        return 1 << int(tokens * MOST_OF_A_TOKEN + FRESHEST).bit_length()

    @property
    def typed_worth(self) -> int:
        """Return the number of ranks by which a hit on typed words stands above one on synonyms."""
        return 2 if self.text.has_synonyms else 0

    @property
    def whole_worth(self) -> int:
        """Return the number of ranks by which a hit on whole words stands above one on parts of words."""
        return 1 if self.text.has_words and not self.by_date else 0


def searches(request: ElasticRequest) -> list[Json]:
    """Return the bodies of all Elasticsearch searches for a query: hits and counts per language, and of both.

    Elasticsearch caches counts until its index changes, so that the same query again, or its next page, costs the hits
    alone. Where nothing is counted beside the first hits, it skips hits that cannot come first.
    """
    return [
        *(first_hits(request, language) for language in LANGUAGES),
        *(counts(request, language) for language in LANGUAGES),
        counts_in_both(request),
    ]


def first_hits(request: ElasticRequest, language: str) -> Json:
    """Return the body of the Elasticsearch search for the best hits of a query in one language."""
    matching, chosen = [matches(request, language)], request.filters.except_facet("", language)
    # In a filter nothing is scored, which is quicker; by date no score is needed.
    weighed, filtering = ([], matching + chosen) if request.by_date else (matching, chosen)
    return {
        "query": {"bool": {"must": weighed, "filter": filtering, "should": ranks(request, language)}},
        "size": request.rows,
        "docvalue_fields": ["key", *(f"{language}.{name}" for name in ("organization", "page", "version"))],
        # Only doc values are read: no text is stored in the index.
        "stored_fields": "_none_",
        # Counted by the other searches: without it the server may skip hits that cannot come first.
        "track_total_hits": False,
        "timeout": request.patience,
        **order(request, language),
    }


def counts(request: ElasticRequest, language: str) -> Json:
    """Return the body of the Elasticsearch search that counts a query's hits in one language, with wanted facets."""
    of_facets = facets(request, language) if request.query.with_facets else {}
    return counted_hits(request, [matches(request, language)], request.filters.except_facet("", language), of_facets)


def counts_in_both(request: ElasticRequest) -> Json:
    """Return the body of the Elasticsearch search that counts pages found in both languages, with facets."""

    def under(name: str) -> list[Json]:
        return [condition for language in LANGUAGES for condition in request.filters.except_facet(name, language)]

    shared = {name: counted(under(name), f"shared.{name}") for name in request.shared_facets}
    return counted_hits(request, [matches(request, language) for language in LANGUAGES], under(""), shared)


def counted_hits(request: ElasticRequest, matching: list[Json], chosen: list[Json], of_facets: Json) -> Json:
    """Return the body of an Elasticsearch search that returns only the number of hits and these facet counts."""
    return {
        "query": every(matching),
        # Not a part of the query: a facet with a chosen value must also count the hits of its other values.
        "post_filter": every(chosen),
        "aggs": of_facets,
        "size": 0,
        "track_total_hits": True,
        "timeout": request.patience,
    }


def facets(request: ElasticRequest, language: str) -> Json:
    """Return Elasticsearch aggregations that count each facet in a language, under the filters of the other facets."""
    # The language is the search itself here, so it is counted by its own filter.
    filters = request.filters
    of_values = {
        name: counted(filters.except_facet(name, language), f"{language}.{name}") for name in request.shared_facets
    }
    return of_values | {"language": {"filter": every(filters.except_facet("language", language))}}


def counted(conditions: list[Json], field: str) -> Json:
    """Return the Elasticsearch aggregation that counts the values of a field among hits that meet conditions."""
    values = {"terms": {"field": field, "size": ALL_VALUES}}
    return {"filter": every(conditions), "aggs": {"values": values}} if conditions else values


def matches(request: ElasticRequest, language: str) -> Json:
    """Return the Elasticsearch condition that a page is visible in a language and matches the query's words there."""
    text = request.text
    return {
        "bool": {
            "must": [any_of(clause.all, language) for clause in text.clauses],
            "must_not": [occurs(part, language) for part in text.excluded],
            "filter": request.filters.visible(language),
        }
    }


def ranks(request: ElasticRequest, language: str) -> list[Json]:
    """Return Elasticsearch clauses that score hits on typed words above synonyms, and whole words above parts."""
    clauses = request.text.clauses
    typed = [any_of(clause.alternatives, language) for clause in clauses]
    preferred: list[Json] = []
    if request.typed_worth:
        preferred.append(worth(request.typed_worth * request.step, typed))
    if request.whole_worth:
        whole = [whole_words(clause, language) for clause in clauses]
        # Without synonyms every hit has what was typed.
        preferred.append(worth(request.whole_worth * request.step, typed + whole if request.typed_worth else whole))
    return preferred


def worth(points: int, conditions: list[Json]) -> Json:
    """Return an Elasticsearch clause that adds points to the score of documents that meet all conditions."""
    return {"constant_score": {"filter": every(conditions), "boost": points}}


def whole_words(clause: Clause, language: str) -> Json:
    """Return the Elasticsearch condition that a clause is met by whole words; a Latin word is always whole."""
    found = [
        phrase(f"{language}.words", part.words) if part.words else occurs(part, language)
        for part in clause.alternatives
    ]
    return {"bool": {"should": found}}


def order(request: ElasticRequest, language: str) -> Json:
    """Return the sort part of an Elasticsearch search: by date, or by relevance with fresh pages raised.

    Freshness in every score would keep Elasticsearch from skipping hits.
    """
    field = f"{language}.happens_at"
    if request.by_date:
        newest_page = {f"{language}.page": "desc"}
        # Sorted hits have no scores unless they are asked for; the response tells by them what is a synonym match.
        return {"sort": [{field: request.by_date}, newest_page], "track_scores": bool(request.typed_worth)}
    fresh = {"field": field, "origin": "now", "pivot": HALF_FRESH, "boost": FRESHEST}
    window = max(request.rows, FRESHENED)
    return {"rescore": {"window_size": window, "query": {"rescore_query": {"distance_feature": fresh}}}}


def any_of(parts: tuple[Part, ...], language: str) -> Json:
    """Return the Elasticsearch condition that at least one of these query parts occurs in a page in a language."""
    found = [occurs(part, language) for part in parts]
    return found[0] if len(found) == 1 else {"bool": {"should": found}}


def occurs(part: Part, language: str) -> Json:
    """Return the Elasticsearch condition that a query part occurs in a page's title, text or names in a language."""
    return {
        "bool": {
            "should": [
                phrase(f"{language}.title", part.tokens, TITLE_WEIGHT),
                phrase(f"{language}.text", part.tokens),
                phrase(f"{language}.names", part.tokens, NAMES_WEIGHT),
            ]
        }
    }


def phrase(field: str, tokens: tuple[str, ...], boost: float = 1) -> Json:
    """Return the Elasticsearch condition that a field contains these tokens in a row, with a weight `boost`."""
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}


def every(conditions: list[Any]) -> Json:
    """Return the Elasticsearch condition that all of these conditions are met; always true for an empty list."""
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}
