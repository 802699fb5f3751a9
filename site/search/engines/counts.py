"""Counting hits by facet: each facet under the filters of the others, each page once whatever its languages.

Counting pages takes twice as long as counting rows, and is the same where no page was hit in two languages. So rows
are counted first, and pages only where it matters.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from khmer.typography import numerals
from orgs.models import Organization
from search import terms
from search.engines.base import FACETS, FacetValue
from search.engines.rows import LANGUAGES, TYPES
from search.engines.scope import Scope
from search.models import SearchEntry

COLUMN = {name: name for name in FACETS} | {"topic": "topics", "place": "places"}
MASKS = ("topic", "place")
MOST_VALUES = 100

Counts = dict[str, Counter[int]]


def count_rows_sql(scope: Scope) -> tuple[str, list[Any]]:
    """SELECTs over hits named `g`, joined by UNION ALL: rows (name, value, count, 0); also of all hits and works."""
    sql, params = _count_sql(scope, "count(*)")
    hits = "select 'hits', 0, count(*), 0 from g union all select 'works', 0, count(distinct work), 0 from g"
    return f"{sql} union all {hits}", params


def count_works_sql(scope: Scope) -> tuple[str, list[Any]]:
    """The same with each page counted once; also, for each facet of masks, how many pages there are in all."""
    sql, params = _count_sql(scope, "count(distinct work)")
    for name in MASKS:
        where, values = scope.where("g", but=name)
        sql += f" union all select '{name} works', 0, count(distinct work), 0 from g where {where}"
        params += values
    return sql, params


def _count_sql(scope: Scope, counted: str) -> tuple[str, list[Any]]:
    selects, params = [], []
    for name in FACETS:
        where, values = scope.where("g", but=name)
        column = COLUMN[name]
        selects.append(f"select '{name}', {column}, {counted}, 0 from g where {where} group by {column}")
        params += values
    where, values = scope.where("g")
    selects.append(f"select 'total', 0, {counted}, 0 from g where {where}")
    return " union all ".join(selects), [*params, *values]


def overlap_sql(scope: Scope, name: str) -> tuple[str, list[Any]]:
    """SELECT over hits named `g`: topics or places that two languages of one page share though others differ.

    They were counted twice, once in each of the two masks: rows (mask, count).
    """
    column = COLUMN[name]
    here, here_params = scope.where("a", but=name)
    there, there_params = scope.where("b", but=name)
    sql = (
        f"select a.{column} & b.{column}, count(*) from g a join g b on b.work = a.work and a.id < b.id"
        f" and a.{column} <> b.{column} where {here} and {there} group by 1"
    )
    return sql, [*here_params, *there_params]


def gather(rows: Iterable[tuple[str, int, int, int]]) -> Counts:
    counts: Counts = {}
    for name, value, count, _ in rows:
        counts.setdefault(name, Counter())[value] = count
    return counts


def counts_works(counts: Counts) -> bool:
    """Whether counts of rows are counts of pages: no page was hit in two languages."""
    return counts["hits"][0] == counts["works"][0]


def has_overlap(counts: Counts, name: str) -> bool:
    """Whether counts of pages have some page under two masks of a facet."""
    return sum(counts.get(name, Counter()).values()) != counts[f"{name} works"][0]


def facet_values(counts: Counts, overlaps: dict[str, Counter[int]]) -> dict[str, list[FacetValue]]:
    """What readers see: labelled values with counts, the most frequent first; years from the last."""
    values = {
        "type": _named(counts, "type", {i: (v, SearchEntry.Type(v).label) for i, v in enumerate(TYPES)}),
        "topic": _from_masks(counts.get("topic"), overlaps.get("topic"), terms.topics.all()),
        "place": _from_masks(counts.get("place"), overlaps.get("place"), terms.places.all()),
        "organization": _named(counts, "organization", _organizations(counts.get("organization", Counter()))),
        "year": [
            FacetValue(str(year), numerals(year, get_language() or "en"), count)
            for year, count in sorted(counts.get("year", Counter()).items(), reverse=True)
        ],
        "language": _named(counts, "language", _languages()),
    }
    return {name: found[:MOST_VALUES] for name, found in values.items()}


def _named(counts: Counts, name: str, names: dict[int, tuple[str, Any]]) -> list[FacetValue]:
    found = counts.get(name, Counter()).most_common()
    return [FacetValue(names[key][0], str(names[key][1]), count) for key, count in found if key in names]


def _from_masks(masks: Counter[int] | None, overlaps: Counter[int] | None, known: list[terms.Term]) -> list[FacetValue]:
    counted = [
        FacetValue(term.slug, term.name, _having(masks, term.bit) - _having(overlaps, term.bit)) for term in known
    ]
    return sorted((value for value in counted if value.count), key=lambda value: -value.count)


def _having(masks: Counter[int] | None, bit: int) -> int:
    return sum(count for mask, count in (masks or {}).items() if mask & bit)


def _organizations(counts: Counter[int]) -> dict[int, tuple[str, str]]:
    most = [key for key, _count in counts.most_common(MOST_VALUES)]
    return {row.pk: (row.slug, row.name) for row in Organization.objects.filter(pk__in=most)}


def _languages() -> dict[int, tuple[str, Any]]:
    names = dict(settings.LANGUAGES)
    return {number: (language, names[language]) for number, language in enumerate(LANGUAGES)}
