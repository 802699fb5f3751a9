"""A query as Elasticsearch takes it: searches in each language, and one of what was hit in both.

Pages of each language are counted by themselves. What was hit in both is in two counts, and is counted once more to be
taken off. So counts are exact, which the server's own counting of distinct values is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.counting import LANGUAGES
from search.engines.base import FACETS, Query
from search.engines.elastic.filters import ElasticFilters, Json
from search.query.text import Clause, Part, QueryText

TITLE_WEIGHT = 5
# Of the names of what a page is sorted by.
NAMES_WEIGHT = 0.02
# Freshness: so much for what is of today, half of it for what is twenty years away. A year makes about a tenth.
FRESHEST, HALF_FRESH = 2.2, "7300d"
# Of more hits than this, freshness counts for the best by their words.
FRESHENED = 1000
# No token adds more than this to a score: BM25's factor for rarity is below ln(1 + 2**31), in title, text and names.
MOST_OF_A_TOKEN = 22 * (TITLE_WEIGHT + 1 + NAMES_WEIGHT)
# More values than any facet has.
ALL_VALUES = 10_000


@dataclass(frozen=True)
class ElasticRequest:
    """What is looked for, and where. Of each language its first `rows` are wanted, within `patience`, or nothing."""

    query: Query
    text: QueryText
    filters: ElasticFilters
    rows: int
    patience: str

    @property
    def by_date(self) -> str:
        """How it is ordered by date, where it is; nothing for relevance."""
        if self.query.order == "oldest":
            return "asc"
        return "desc" if self.query.order == "newest" or not self.text.clauses else ""

    @property
    def shared_facets(self) -> list[str]:
        """What both languages of a page may have alike and is counted."""
        return [name for name in FACETS if name != "language"] if self.query.with_facets else []

    @property
    def step(self) -> int:
        """What a rank is worth: more than any score within one; a power of two, and low, for scores are rough."""
        tokens = sum(len(part.tokens) for part in self.text.parts)
        return 1 << int(tokens * MOST_OF_A_TOKEN + FRESHEST).bit_length()

    @property
    def typed_worth(self) -> int:
        """How many ranks a hit on what was typed stands above one on what is only related to it."""
        return 2 if self.text.has_synonyms else 0

    @property
    def whole_worth(self) -> int:
        """How many ranks a hit on whole words stands above one on parts of words."""
        return 1 if self.text.has_words and not self.by_date else 0


def searches(request: ElasticRequest) -> list[Json]:
    """The bodies of all searches: the first hits in each language, the counts of each, and those of hits in both.

    What was counted the server remembers until its index changes, so a question that is asked again, or for its next
    page, costs the hits alone; and where nothing is counted beside them, hits that cannot come first are passed over.
    """
    return [
        *(first_hits(request, language) for language in LANGUAGES),
        *(counts(request, language) for language in LANGUAGES),
        counts_in_both(request),
    ]


def first_hits(request: ElasticRequest, language: str) -> Json:
    matching, chosen = [matches(request, language)], request.filters.except_facet("", language)
    weighed, filtering = ([], matching + chosen) if request.by_date else (matching, chosen)
    return {
        "query": {"bool": {"must": weighed, "filter": filtering, "should": ranks(request, language)}},
        "size": request.rows,
        "docvalue_fields": ["key", f"{language}.organization", f"{language}.page"],
        "stored_fields": "_none_",
        "track_total_hits": False,
        "timeout": request.patience,
        **order(request, language),
    }


def counts(request: ElasticRequest, language: str) -> Json:
    of_facets = facets(request.filters, language) if request.query.with_facets else {}
    return counted_hits(request, [matches(request, language)], request.filters.except_facet("", language), of_facets)


def counts_in_both(request: ElasticRequest) -> Json:
    def under(name: str) -> list[Json]:
        return [condition for language in LANGUAGES for condition in request.filters.except_facet(name, language)]

    shared = {name: counted(under(name), f"shared.{name}") for name in request.shared_facets}
    return counted_hits(request, [matches(request, language) for language in LANGUAGES], under(""), shared)


def counted_hits(request: ElasticRequest, matching: list[Json], chosen: list[Json], of_facets: Json) -> Json:
    return {
        "query": every(matching),
        "post_filter": every(chosen),
        "aggs": of_facets,
        "size": 0,
        "track_total_hits": True,
        "timeout": request.patience,
    }


def facets(filters: ElasticFilters, language: str) -> Json:
    """Each facet under the others' filters."""
    names = [name for name in FACETS if name != "language"]
    of_values = {name: counted(filters.except_facet(name, language), f"{language}.{name}") for name in names}
    return of_values | {"language": {"filter": every(filters.except_facet("language", language))}}


def counted(conditions: list[Json], field: str) -> Json:
    values = {"terms": {"field": field, "size": ALL_VALUES}}
    return {"filter": every(conditions), "aggs": {"values": values}} if conditions else values


def matches(request: ElasticRequest, language: str) -> Json:
    """Visible in this language, and every clause is met there, in title, text or names, and nothing excluded occurs."""
    text = request.text
    return {
        "bool": {
            "must": [any_of(clause.all, language) for clause in text.clauses],
            "must_not": [occurs(part, language) for part in text.excluded],
            "filter": request.filters.visible(language),
        }
    }


def ranks(request: ElasticRequest, language: str) -> list[Json]:
    """What was typed before what is only related to it, then whole words."""
    clauses = request.text.clauses
    typed = [any_of(clause.alternatives, language) for clause in clauses]
    preferred: list[Json] = []
    if request.typed_worth:
        preferred.append(worth(request.typed_worth * request.step, typed))
    if request.whole_worth:
        whole = [whole_words(clause, language) for clause in clauses]
        # Where nothing is related, every hit has what was typed.
        preferred.append(worth(request.whole_worth * request.step, typed + whole if request.typed_worth else whole))
    return preferred


def worth(points: int, conditions: list[Json]) -> Json:
    return {"constant_score": {"filter": every(conditions), "boost": points}}


def whole_words(clause: Clause, language: str) -> Json:
    """The clause is met by a phrase of whole words; a Latin word is whole as it is."""
    found = [
        phrase(f"{language}.words", part.words) if part.words else occurs(part, language)
        for part in clause.alternatives
    ]
    return {"bool": {"should": found}}


def order(request: ElasticRequest, language: str) -> Json:
    """By date, or by score; freshness is added to the best, for weighed in all it would keep any from being skipped."""
    field = f"{language}.happens_at"
    if request.by_date:
        newest_page = {f"{language}.page": "desc"}
        return {"sort": [{field: request.by_date}, newest_page], "track_scores": bool(request.typed_worth)}
    fresh = {"field": field, "origin": "now", "pivot": HALF_FRESH, "boost": FRESHEST}
    window = max(request.rows, FRESHENED)
    return {"rescore": {"window_size": window, "query": {"rescore_query": {"distance_feature": fresh}}}}


def any_of(parts: tuple[Part, ...], language: str) -> Json:
    found = [occurs(part, language) for part in parts]
    return found[0] if len(found) == 1 else {"bool": {"should": found}}


def occurs(part: Part, language: str) -> Json:
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
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}


def every(conditions: list[Any]) -> Json:
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}
