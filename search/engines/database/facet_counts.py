"""Counts of hits by facet: each facet under the filters of the others, each page once in all its languages.

Rows are counted, and pages that were hit in both languages are subtracted once: they are mostly few, and counting
distinct pages takes twice as long as counting rows. With a third language this would subtract too little.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from search.engines.base import FACETS, SOURCE
from search.engines.database.filters import SqlFilters

COLUMN = {name: name for name in (*FACETS, SOURCE)} | {"topic": "topics", "place": "places"}
MASKS = ("topic", "place")
# A page has one row in each language, so nothing is counted twice there.
COUNTED_ONCE = "language"
# The name of the table of pages with two rows that match all filters.
TWICE = "twice"
# An SQL expression for the number of best rows that hold enough pages; the number of pages is its parameter, twice.
ROWS_OF_PAGES = f"%s + (select count(*) from (select 1 from {TWICE} limit %s) repeated)"

Counts = dict[str, Counter[int]]


@dataclass(frozen=True)
class CountingSql:
    """The SQL that counts the hits `g`: common table expressions and SELECTs, with the parameters of each.

    The SELECTs are joined by UNION ALL. Their rows are (name, value, count, 0, 0, 0), for `sum_counts` to add up.
    """

    tables: str
    table_params: list[Any]
    selects: str
    select_params: list[Any]


def counting_sql(filters: SqlFilters, index: str, facets: Iterable[str] = FACETS) -> CountingSql:
    """Return the SQL that counts a search's hits in all and by facet value; `index` is the table of counting rows."""
    chosen = [name for name in facets if name in filters.chosen]
    free = [name for name in facets if name not in filters.chosen]
    tables, table_params, selects, select_params = [], [], [], []
    # A facet with a chosen value is counted under all filters but its own; all others and the total under all filters.
    for left_out, names in [("", free), *((name, [name]) for name in chosen)]:
        where, params = filters.where("g", except_facet=left_out)
        twice = f"{TWICE}_{left_out}" if left_out else TWICE
        tables.append(f"{twice} as materialized ({_twice_sql(names, where, index)})")
        table_params += params
        of_rows = _counts_of_rows(names, where, with_total=not left_out)
        selects += [*of_rows, *_counts_of_repeated(names, twice, with_total=not left_out)]
        select_params += params * len(of_rows)
    return CountingSql(", ".join(tables), table_params, " union all ".join(selects), select_params)


def _twice_sql(names: Sequence[str], where: str, index: str) -> str:
    """Return a SELECT of the pages with two rows under a condition: what each facet has in the one and in the other."""
    # `a` and `b` are the counting rows of the page in its two languages.
    columns = [f"a.{COLUMN[name]}, b.{COLUMN[name]} as other_{COLUMN[name]}" for name in names]
    # Most words are of one language: then nothing is sorted. CROSS JOIN, or SQLite may begin with the whole index.
    return (
        f"select {', '.join(columns) or '1'} from ("
        f"select min(g.id) as first, max(g.id) as second from g where {where}"
        " and (select min(language) <> max(language) from g) group by g.translation_group having count(*) > 1"
        f") pages cross join {index} a cross join {index} b where a.id = pages.first and b.id = pages.second"
    )


def _counts_of_rows(names: Sequence[str], where: str, *, with_total: bool) -> list[str]:
    """Return SELECTs that count the rows of hits under a condition."""
    selects = [
        f"select '{name}', {COLUMN[name]}, count(*), 0, 0, 0 from g where {where} group by {COLUMN[name]}"
        for name in names
    ]
    return [*selects, f"select 'total', 0, count(*), 0, 0, 0 from g where {where}"] if with_total else selects


def _counts_of_repeated(names: Sequence[str], twice: str, *, with_total: bool) -> list[str]:
    """Return SELECTs of what was counted twice, below zero.

    That is equal values and, of masks, the topics or places that both rows have.
    """
    selects = []
    for name in names:
        column, other = COLUMN[name], f"other_{COLUMN[name]}"
        if name in MASKS:
            # Topics and places that only one language has were counted once, and stay.
            selects.append(f"select '{name}', {column} & {other}, -count(*), 0, 0, 0 from {twice} group by 2")
        elif name != COUNTED_ONCE:
            same = f"{column} = {other}"
            selects.append(f"select '{name}', {column}, -count(*), 0, 0, 0 from {twice} where {same} group by {column}")
    return [*selects, f"select 'total', 0, -count(*), 0, 0, 0 from {twice}"] if with_total else selects


def sum_counts(rows: Iterable[tuple[Any, ...]]) -> Counts:
    """Return {name: Counter of values} summed from rows of (name, value, count)."""
    counts: Counts = {}
    for name, value, count, *_rest in rows:
        if name not in counts:
            counts[name] = Counter()
        counts[name][value] += count
    return counts
