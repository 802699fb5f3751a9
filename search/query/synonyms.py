"""Synonyms: other names, in both languages, of the things that a query names.

Names come from topics, provinces, public organizations and the search terms that editors keep. A usual spelling of a
province leads to its names, and so do the names of its districts and communes, which the province does not lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from common.cached_value import VersionedCache
from orgs.models import Organization
from search.query.text import COMMON_WORDS, MOST_PARTS, MOST_TOKENS, Clause, Part, QueryText, index_tokens, part_of
from vocabulary.models import Edition, Place, SearchTerm, Topic
from vocabulary.place_names import provinces_named, usual_spellings

Tokens = tuple[str, ...]


class SynonymTable:
    """A table of all names with the other names of the same thing."""

    def __init__(self, equivalent_names: Iterable[list[str]], provinces: dict[str, list[str]]) -> None:
        self._others: dict[Tokens, list[Part]] = {}
        for names in equivalent_names:
            self._add(parts_of(names))
        self._provinces = {slug: parts_of(names) for slug, names in provinces.items()}

    def _add(self, parts: list[Part]) -> None:
        for part in parts:
            for tokens in ways_to_type(part):
                others = [other for other in parts if other.tokens != tokens]
                known = self._others.setdefault(tokens, [])
                known += [other for other in others if all(other.tokens != one.tokens for one in known)]

    def others(self, parts: Sequence[Part]) -> list[Part]:
        """Return the synonyms of the name that these query parts form together, each once."""
        tokens = tuple(token for part in parts for token in part.tokens)
        provinces = provinces_named(" ".join(part.typed for part in parts))
        of_provinces = [name for slug in provinces for name in self._provinces.get(slug, ())]
        found = {name.tokens: name for name in (*self._others.get(tokens, ()), *of_provinces)}
        return [name for name in found.values() if name.tokens != tokens]


def ways_to_type(part: Part) -> set[Tokens]:
    """Return the token sequences by which a name may be typed: whole, without common words, or joined if Latin."""
    ways = {part.tokens, tuple(token for token in part.tokens if token not in COMMON_WORDS)}
    if not part.words and len(part.tokens) > 1:
        ways.add(tuple(index_tokens("".join(part.typed.split()))))
    return ways


def parts_of(names: Iterable[str]) -> list[Part]:
    """Return names as query parts, without those that have no tokens."""
    return [part for part in map(part_of, names) if part]


def equivalent_names() -> Iterator[list[str]]:
    """Yield a list of names for each thing that has several: search terms, topics, provinces, organizations."""
    for term in SearchTerm.objects.all():
        yield term.names
    yield from map(list, Topic.objects.values_list("name_en", "name_km"))
    for place in Place.objects.all():
        yield [place.name_en, place.name_km, *usual_spellings(place.slug)]
    yield from map(list, Organization.objects.public().order_by().values_list("name_en", "name_km"))


def read_table() -> SynonymTable:
    """Return a new synonym table read from the database: search terms, topics, provinces, organizations."""
    provinces = {place.slug: [place.name_en, place.name_km] for place in Place.objects.all()}
    return SynonymTable(equivalent_names(), provinces)


# Not for a time, but until Edition changes: an editor expects a new search term at the next search.
tables_by_edition: VersionedCache[SynonymTable] = VersionedCache(lambda _key: read_table(), Edition.current)


def synonym_table() -> SynonymTable:
    """Return the table of synonyms, cached in this process until names change."""
    return tables_by_edition.value()


def expand_synonyms(text: QueryText) -> QueryText:
    """Return a copy of the query with synonyms added to its clauses, up to the limit of a query's length."""
    if not text.clauses:
        return text
    known = synonym_table()
    # Each part is a condition of the SQL: without a limit one query could become hundreds of them.
    budget = QueryBudget(text)
    clauses: list[Clause] = []
    while len(clauses) < len(text.clauses):
        run, synonyms = _longest_run(text.clauses[len(clauses) :], known)
        fitting = budget.take(synonyms)
        clauses += [replace(clause, synonyms=fitting) for clause in run]
    return replace(text, clauses=tuple(clauses))


class QueryBudget:
    """The number of parts and tokens that may still be added to a query."""

    def __init__(self, text: QueryText) -> None:
        self._taken = set(text.parts + text.excluded)

    def take(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        """Return those query parts that still fit into the query's limits, and count them as used."""
        fitting = []
        for part in parts:
            taken = self._taken | {part}
            if len(taken) <= MOST_PARTS and sum(len(one.tokens) for one in taken) <= MOST_TOKENS:
                self._taken = taken
                fitting.append(part)
        return tuple(fitting)


def _longest_run(clauses: tuple[Clause, ...], known: SynonymTable) -> tuple[tuple[Clause, ...], list[Part]]:
    """Return the longest run of clauses from the first that together are a name, with its other names.

    When there is none, the first clause with its own other names.
    """
    alone = _alone_at_first(clauses)
    for length in range(len(alone), 1, -1):
        if synonyms := known.others(alone[:length]):
            return clauses[:length], synonyms
    first = clauses[0]
    typed = {part.tokens for part in first.alternatives}
    found = [other for part in first.alternatives for other in known.others([part])]
    return clauses[:1], [part for part in dict.fromkeys(found) if part.tokens not in typed]


def _alone_at_first(clauses: tuple[Clause, ...]) -> list[Part]:
    """Return the first parts that stand without an alternative."""
    parts: list[Part] = []
    for clause in clauses:
        if len(clause.alternatives) > 1:
            break
        parts.append(clause.alternatives[0])
    return parts
