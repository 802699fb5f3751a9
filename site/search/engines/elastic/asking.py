"""A query as Elasticsearch takes it: one search in each language, and one of what was hit in both.

Each search counts pages of its own language alone. What was hit in both is in two counts, and is counted by the third
search to be taken off once. So counts are exact, which the server's own counting of distinct values is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from search.engines.base import FACETS, Query
from search.engines.elastic.scope import Json, Scope
from search.engines.rows import LANGUAGES
from search.text import Clause, Part, QueryText

TITLE_WEIGHT = 5
# Freshness: so much for what is of today, half of it for what is twenty years away. A year makes about a tenth.
FRESHEST, HALF_FRESH = 2.2, "7300d"
# No token adds more than this to a score: BM25's factor for rarity is below ln(1 + 2**31), in title and in text.
MOST_OF_A_TOKEN = 22 * (TITLE_WEIGHT + 1)
# More values than any facet has.
ALL_VALUES = 10_000


@dataclass(frozen=True)
class Asked:
    """What is looked for, and where. Of each language its first `rows` are wanted, within `patience`, or nothing."""

    query: Query
    text: QueryText
    scope: Scope
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
        return 2 if self.text.has_related else 0

    @property
    def whole_worth(self) -> int:
        """How many ranks a hit on whole words stands above one on parts of words."""
        return 1 if self.text.has_words and not self.by_date else 0


def searches(asked: Asked) -> list[Json]:
    """The bodies of all searches, in the order of languages, and that of hits in both."""
    return [*(in_language(asked, language) for language in LANGUAGES), in_both(asked)]


def in_language(asked: Asked, language: str) -> Json:
    weighed = "filter" if asked.by_date else "must"
    return {
        "query": {"bool": {weighed: matches(asked, language), "should": ranks(asked, language)}},
        "post_filter": every(asked.scope.but("", language)),
        "aggs": facets(asked.scope, language) if asked.query.with_facets else {},
        "sort": order(asked, language),
        "track_scores": bool(asked.typed_worth),
        "size": asked.rows,
        "docvalue_fields": ["key", f"{language}.organization"],
        "stored_fields": "_none_",
        "track_total_hits": True,
        "timeout": asked.patience,
    }


def in_both(asked: Asked) -> Json:
    def under(name: str) -> list[Json]:
        return [condition for language in LANGUAGES for condition in asked.scope.but(name, language)]

    return {
        "query": every([matches(asked, language) for language in LANGUAGES]),
        "post_filter": every(under("")),
        "aggs": {name: counted(under(name), f"shared.{name}") for name in asked.shared_facets},
        "size": 0,
        "track_total_hits": True,
        "timeout": asked.patience,
    }


def facets(scope: Scope, language: str) -> Json:
    """Each facet under the others' filters."""
    of_values = {
        name: counted(scope.but(name, language), f"{language}.{name}") for name in FACETS if name != "language"
    }
    return of_values | {"language": {"filter": every(scope.but("language", language))}}


def counted(conditions: list[Json], field: str) -> Json:
    values = {"terms": {"field": field, "size": ALL_VALUES}}
    return {"filter": every(conditions), "aggs": {"values": values}} if conditions else values


def matches(asked: Asked, language: str) -> Json:
    """Visible in this language, and every clause is met there, in title or text, and nothing excluded occurs."""
    text = asked.text
    return {
        "bool": {
            "must": [any_of(clause.all, language) for clause in text.clauses],
            "must_not": [occurs(part, language) for part in text.excluded],
            "filter": asked.scope.visible(language),
        }
    }


def ranks(asked: Asked, language: str) -> list[Json]:
    """What was typed before what is only related to it, then whole words; within a rank also by freshness."""
    clauses = asked.text.clauses
    typed = [any_of(clause.alternatives, language) for clause in clauses]
    preferred: list[Json] = []
    if asked.typed_worth:
        preferred.append(worth(asked.typed_worth * asked.step, typed))
    if asked.whole_worth:
        whole = [whole_words(clause, language) for clause in clauses]
        preferred.append(worth(asked.whole_worth * asked.step, typed + whole))
    if not asked.by_date:
        field = f"{language}.at"
        preferred.append(
            {"distance_feature": {"field": field, "origin": "now", "pivot": HALF_FRESH, "boost": FRESHEST}}
        )
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


def order(asked: Asked, language: str) -> list[Json]:
    first: Json = {f"{language}.at": asked.by_date} if asked.by_date else {"_score": "desc"}
    return [first, {f"{language}.page": "desc"}]


def any_of(parts: tuple[Part, ...], language: str) -> Json:
    found = [occurs(part, language) for part in parts]
    return found[0] if len(found) == 1 else {"bool": {"should": found}}


def occurs(part: Part, language: str) -> Json:
    return {
        "bool": {
            "should": [
                phrase(f"{language}.title", part.tokens, TITLE_WEIGHT),
                phrase(f"{language}.text", part.tokens),
            ]
        }
    }


def phrase(field: str, tokens: tuple[str, ...], boost: int = 1) -> Json:
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}


def every(conditions: list[Any]) -> Json:
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}
