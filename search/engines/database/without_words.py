"""Queries without words that must occur: page sets count, and the newest rows are read.

A query may exclude words: the rows that have them are read from the text table and taken off the set of public pages.
"""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.counting import LANGUAGES
from catalog.models import CountingRow
from catalog.page_sets.current import current_sets
from catalog.page_sets.sets import ByLanguage, Counts, PageSets, common, without
from search.engines.database.filters import SqlFilters, period_of
from search.engines.database.prepared_query import PreparedQuery
from search.engines.diversify import RankedRow, best_row_per_page
from search.engines.sql import fetch, placeholders
from search.query.parameters import year_of

# So few pages are looked up by themselves. More of them stand dense enough among all pages to be met by date.
FEW = 500


# A SELECT of the ids of rows with its parameters.
Select = tuple[str, list[Any]]
# A row as page sets know it: the translation group and the language.
PageRow = tuple[int, int]


def look_up_without_words(prepared: PreparedQuery, excluded: Select | None = None) -> tuple[list[RankedRow], Counts]:
    """Return the rows of the requested page by date, and the counts, of a query without words that must occur.

    `excluded` selects the ids of all rows, public or not, with words that must not occur.
    """
    # Read before the sets, which one thread at a time may ask: a look-up of words can be slow.
    gone = _rows_of(excluded) if excluded else []
    counts, groups = current_sets.read(lambda sets: counted(sets, prepared, gone))
    if not counts["total"][0]:
        return [], counts
    return prepared.shown(best_row_per_page(_dated_rows(prepared, groups, excluded))), counts


def counted(sets: PageSets, prepared: PreparedQuery, gone: Iterable[PageRow] = ()) -> tuple[Counts, list[int]]:
    """Return the counts of a query by page sets, and the translation groups where it finds few pages.

    The rows `gone` are not counted.
    """
    filters = prepared.filters
    public = without(sets.public(filters.now, filters.closed), sets.of_rows(gone))
    chosen = {name: _chosen(sets, name, filters, prepared) for name in filters.chosen}
    counts = sets.counts(public, chosen, prepared.query.facets)
    is_few = counts["total"][0] <= FEW
    return counts, sets.groups(common(public, *chosen.values())) if is_few else []


def _chosen(sets: PageSets, name: str, filters: SqlFilters, prepared: PreparedQuery) -> ByLanguage:
    if name == "year":
        # The facet asks for whole years, which are sets of their own. Any other period looks at the time of each page.
        year = year_of(prepared.query)
        return sets.having(name, year) if year else sets.happening(*period_of(prepared.query))
    return sets.having(name, filters.chosen[name].number)


def _rows_of(excluded: Select) -> list[PageRow]:
    matching, params = excluded
    # MATERIALIZED and CROSS JOIN: the words are looked up once, not for each counting row.
    return fetch(
        f"with m as materialized ({matching}) select f.translation_group, f.language"
        f" from m cross join {CountingRow._meta.db_table} f where f.id = m.id",
        params,
    )


def _dated_rows(prepared: PreparedQuery, groups: list[int], excluded: Select | None) -> list[RankedRow]:
    """Return so many rows, in the order of the query, as hold the pages to be shown; of `groups` alone if given."""
    visible, params = prepared.filters.visible("f")
    where, chosen = prepared.filters.where("f")
    among, few = ("", list[Any]()) if not groups else (_among(groups), groups)
    unwanted, words = (f" and f.id not in ({excluded[0]})", excluded[1]) if excluded else ("", [])
    direction = "" if prepared.query.order == "oldest" else "desc"
    # Two rows of equal time: the higher id, the newer page, is first. A page has one row at most in each language.
    sql = f"""
        select f.id, f.translation_group, f.organization from {CountingRow._meta.db_table} f
        where {visible} and {where}{among}{unwanted} order by f.happens_at {direction}, f.id desc limit %s
    """
    rows = fetch(sql, [*params, *chosen, *few, *words, len(LANGUAGES) * prepared.last])
    return [RankedRow(page_id, group, organization, 0, False) for page_id, group, organization in rows]


def _among(groups: list[int]) -> str:
    return f" and f.translation_group in ({placeholders(len(groups))})"
