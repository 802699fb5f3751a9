"""Counting hits by facet: each facet under the filters of the others, each page once whatever its languages.

Counting pages takes twice as long as counting rows, and is the same where no page was hit in two languages. So where
words are looked for, rows are counted first, and pages only where it matters.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from search.engines.base import FACETS
from search.engines.database.filters import SqlFilters

COLUMN = {name: name for name in FACETS} | {"topic": "topics", "place": "places"}
MASKS = ("topic", "place")

Counts = dict[str, Counter[int]]


def count_rows_sql(filters: SqlFilters, facets: Iterable[str] = FACETS) -> tuple[str, list[Any]]:
    """SELECTs over hits named `g`, joined by UNION ALL: rows (name, value, count); also of all hits and groups."""
    sql, params = _count_sql(filters, "count(*)", facets)
    # Nearly all queries hit one language alone: there rows are pages, and looking for equal ones costs a fifth.
    groups = (
        "case when (select min(language) = max(language) from g) then (select count(*) from g)"
        " else (select count(distinct translation_group) from g) end"
    )
    return f"{sql} union all select 'hits', 0, count(*) from g union all select 'groups', 0, {groups}", params


def count_groups_sql(filters: SqlFilters, facets: Iterable[str] = FACETS) -> tuple[str, list[Any]]:
    """The same with each page counted once; also, for each facet of masks, how many pages there are in all."""
    sql, params = _count_sql(filters, "count(distinct translation_group)", facets)
    for name in (name for name in MASKS if name in facets):
        where, values = filters.where("g", except_facet=name)
        sql += f" union all select '{name} groups', 0, count(distinct translation_group) from g where {where}"
        params += values
    return sql, params


def _count_sql(filters: SqlFilters, counted: str, facets: Iterable[str]) -> tuple[str, list[Any]]:
    selects, params = [], []
    for name in facets:
        where, values = filters.where("g", except_facet=name)
        column = COLUMN[name]
        selects.append(f"select '{name}', {column}, {counted} from g where {where} group by {column}")
        params += values
    where, values = filters.where("g")
    selects.append(f"select 'total', 0, {counted} from g where {where}")
    return " union all ".join(selects), [*params, *values]


def overlap_sql(filters: SqlFilters, name: str) -> tuple[str, list[Any]]:
    """SELECT over hits named `g`: topics or places that two languages of one page share though others differ.

    They were counted twice, once in each of the two masks: rows (mask, count).
    """
    column = COLUMN[name]
    here, here_params = filters.where("a", except_facet=name)
    there, there_params = filters.where("b", except_facet=name)
    sql = (
        f"select a.{column} & b.{column}, count(*) from g a"
        " join g b on b.translation_group = a.translation_group and a.id < b.id"
        f" and a.{column} <> b.{column} where {here} and {there} group by 1"
    )
    return sql, [*here_params, *there_params]


def gather(rows: Iterable[tuple[str, int, int]]) -> Counts:
    counts: Counts = {}
    for name, value, count in rows:
        counts.setdefault(name, Counter())[value] = count
    return counts


def are_of_rows_only(counts: Counts) -> bool:
    """Whether rows were counted, and that is not the same: some page was hit in two languages."""
    return "hits" in counts and counts["hits"] != counts["groups"]


def has_overlap(counts: Counts, name: str) -> bool:
    """Whether counts of pages have some page under two masks of a facet."""
    groups = counts.get(f"{name} groups", Counter())
    return sum(counts.get(name, Counter()).values()) != groups[0]
