"""A query as Elasticsearch takes it: searches in each language, and one of what was hit in both.

Pages of each language are counted by themselves. What was hit in both is in two counts, and is counted once more to be
taken off. So counts are exact, which the server's own counting of distinct values is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.counting import LANGUAGES
from search.engines.base import FACETS, Query
from search.engines.elastic.scope import Json, Scope
from search.text import Clause, Part, QueryText

TITLE_WEIGHT = 5
# Freshness: so much for what is of today, half of it for what is twenty years away. A year makes about a tenth.
FRESHEST, HALF_FRESH = 2.2, "7300d"
# Of more hits than this, freshness counts for the best by their words.
FRESHENED = 1000
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
    """The bodies of all searches: the first hits in each language, the counts of each, and those of hits in both.

    What was counted the server remembers until its index changes, so a question that is asked again, or for its next
    page, costs the hits alone; and where nothing is counted beside them, hits that cannot come first are passed over.
    """
    return [
        *(first_hits(asked, language) for language in LANGUAGES),
        *(counts(asked, language) for language in LANGUAGES),
        counts_in_both(asked),
    ]


def first_hits(asked: Asked, language: str) -> Json:
    matching, chosen = [matches(asked, language)], asked.scope.but("", language)
    weighed, filtering = ([], matching + chosen) if asked.by_date else (matching, chosen)
    return {
        "query": {"bool": {"must": weighed, "filter": filtering, "should": ranks(asked, language)}},
        "size": asked.rows,
        "docvalue_fields": ["key", f"{language}.organization", f"{language}.page"],
        "stored_fields": "_none_",
        "track_total_hits": False,
        "timeout": asked.patience,
        **order(asked, language),
    }


def counts(asked: Asked, language: str) -> Json:
    of_facets = facets(asked.scope, language) if asked.query.with_facets else {}
    return counted_hits(asked, [matches(asked, language)], asked.scope.but("", language), of_facets)


def counts_in_both(asked: Asked) -> Json:
    def under(name: str) -> list[Json]:
        return [condition for language in LANGUAGES for condition in asked.scope.but(name, language)]

    shared = {name: counted(under(name), f"shared.{name}") for name in asked.shared_facets}
    return counted_hits(asked, [matches(asked, language) for language in LANGUAGES], under(""), shared)


def counted_hits(asked: Asked, matching: list[Json], chosen: list[Json], of_facets: Json) -> Json:
    return {
        "query": every(matching),
        "post_filter": every(chosen),
        "aggs": of_facets,
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
    """What was typed before what is only related to it, then whole words."""
    clauses = asked.text.clauses
    typed = [any_of(clause.alternatives, language) for clause in clauses]
    preferred: list[Json] = []
    if asked.typed_worth:
        preferred.append(worth(asked.typed_worth * asked.step, typed))
    if asked.whole_worth:
        whole = [whole_words(clause, language) for clause in clauses]
        # Where nothing is related, every hit has what was typed.
        preferred.append(worth(asked.whole_worth * asked.step, typed + whole if asked.typed_worth else whole))
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


def order(asked: Asked, language: str) -> Json:
    """By date, or by score; freshness is added to the best, for weighed in all it would keep any from being skipped."""
    field = f"{language}.happens_at"
    if asked.by_date:
        newest_page = {f"{language}.page": "desc"}
        return {"sort": [{field: asked.by_date}, newest_page], "track_scores": bool(asked.typed_worth)}
    fresh = {"field": field, "origin": "now", "pivot": HALF_FRESH, "boost": FRESHEST}
    window = max(asked.rows, FRESHENED)
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
            ]
        }
    }


def phrase(field: str, tokens: tuple[str, ...], boost: int = 1) -> Json:
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}


def every(conditions: list[Any]) -> Json:
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}
