"""Search in the portal's own database: the code that all databases share; their SQL is in subclasses."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from catalog.counting import counting_row
from catalog.models import CatalogEntry, CountingRow
from catalog.page_sets.current import SetsNotReadyError
from catalog.sources.kinds import FIRST_ID
from search.engines.base import DEEPEST_HIT, Query, Result
from search.engines.database.facet_counts import ROWS_OF_PAGES, Counts, sum_counts
from search.engines.database.filters import NO_FILTERS, SqlFilters, filters_of
from search.engines.database.prepared_query import COLUMNS, PreparedQuery
from search.engines.database.time_limit import MAX_SECONDS, SearchTimeoutError, time_limit
from search.engines.database.without_words import look_up_without_words
from search.engines.diversify import RankedRow, best_row_per_page, diversify
from search.engines.facet_labels import facet_values
from search.engines.hits import read_hits
from search.engines.sql import batches, execute, executemany, fetch, placeholders
from search.query.spelling import suggestion
from search.query.synonyms import expand_synonyms
from search.query.text import Clause, Part, QueryText, parse

WRITTEN_AT_ONCE = 200
# The score of a hit within its tier: at most ENOUGH for how often the words occur, and at most TITLE times that for the
# title. More than ENOUGH counts no more: a word repeated a hundred times gains nothing over some three times.
ENOUGH = 0.6
TITLE = 0.5
# The score that is lost with each second of age: 0.03 a year.
FRESHNESS = 0.03 / (365 * 86400)
# The tiers by which hits are ranked: whole words, parts of words, and synonyms of what was typed. Within each tier the
# reader's language comes first.
WHOLE, PARTLY, RELATED = 0, 2, 4


# Frequencies are counted up to this number; beyond it, it does not matter which of two words is more frequent.
FREQUENT = 1000


@dataclass(frozen=True)
class Tables:
    """The names of the counting and text tables: those of the portal, or those of an evaluation."""

    index: str = CountingRow._meta.db_table
    text: str = "search_text"


PORTAL = Tables()
EVALUATION = Tables(index="search_trial_index", text="search_trial_text")


class DatabaseEngine(ABC):
    """The base of the engines that search in a database."""

    name: ClassVar[str]
    # The column of a text table that holds the page's id.
    text_id: ClassVar[str]

    def __init__(self, tables: Tables = PORTAL, deepest: int = DEEPEST_HIT) -> None:
        self.tables = tables
        self.deepest = deepest

    @abstractmethod
    def create(self) -> None:
        """Create the empty tables of an evaluation's index (the portal's come from migrations)."""

    def drop(self) -> None:
        """Delete the text table and the counting table of this engine's index, which is meant for an evaluation's."""
        execute(f"drop table if exists {self.tables.text}")
        execute(f"drop table if exists {self.tables.index}")

    def write(self, entries: Iterable[CatalogEntry]) -> None:
        """Write the searchable texts of catalog entries into the index, replacing their old texts.

        In an evaluation also their counting rows, which elsewhere the catalog writes.
        """
        for batch in batches(entries, WRITTEN_AT_ONCE):
            if self.tables != PORTAL:
                self._write_counting_rows(batch)
            self._write_texts(batch)

    def _write_counting_rows(self, entries: list[CatalogEntry]) -> None:
        rows = [tuple(getattr(row, column) for column in COLUMNS) for row in map(counting_row, entries)]
        columns, values = ", ".join(COLUMNS), placeholders(len(COLUMNS))
        executemany(f"insert into {self.tables.index} ({columns}) values ({values})", rows)

    @abstractmethod
    def _write_texts(self, entries: list[CatalogEntry]) -> None: ...

    def remove(self, page_ids: Iterable[int]) -> None:
        """Delete the searchable texts of pages, by id, from the index."""
        for batch in batches(page_ids, WRITTEN_AT_ONCE):
            execute(f"delete from {self.tables.text} where {self.text_id} in ({placeholders(len(batch))})", batch)

    @abstractmethod
    def _hits(self, prepared: PreparedQuery, *, with_rank: bool = False) -> tuple[str, list[Any]]:
        """Return a SELECT of the counting rows that match the words and are public, and its parameters."""

    @abstractmethod
    def _ranked_page(self, prepared: PreparedQuery) -> tuple[str, list[Any]]:
        """Return common table expressions, the last of them `page`: the best hits of `g`, and their parameters.

        As many rows as `ROWS_OF_PAGES` tells; columns (id, translation_group, organization, tier, place). The lower the
        place, the better.
        """

    @abstractmethod
    def _matching(self, text: QueryText) -> tuple[str, list[Any]]:
        """Return a SELECT of the ids of all rows, public or not, that match some words."""

    @abstractmethod
    def _in_whole_words(self, text: QueryText) -> tuple[str, list[Any]]:
        """Return a SELECT of the ids of all rows in which the Khmer of every clause stands as whole words."""

    def search(self, query: Query) -> Result:
        """Return the result of a search, with synonyms; one over 5 seconds is stopped with `timed_out`."""
        text = expand_synonyms(parse(query.text))
        # Signs alone, such as "!?": an empty result. Without any text all pages are listed.
        if query.text.strip() and text.is_empty:
            return Result(self.name, query, is_truncated=text.is_truncated)
        try:
            with time_limit(MAX_SECONDS, by_index=bool(text.clauses or text.excluded)):
                return self._answer(PreparedQuery(query, text, filters_of(query), self.deepest))
        except (SearchTimeoutError, SetsNotReadyError):
            # Not an empty result: nothing is known about what there is.
            return Result(self.name, query, is_truncated=text.is_truncated, timed_out=True)

    def _answer(self, prepared: PreparedQuery) -> Result:
        rows, counts = self._look_up(prepared)
        total = counts["total"][0]
        return Result(
            engine=self.name,
            query=prepared.query,
            total=total,
            hits=read_hits(rows, prepared.filters, prepared.query, prepared.text),
            facets=facet_values(counts) if prepared.query.with_facets else {},
            is_truncated=prepared.text.is_truncated,
            suggestion=suggestion(prepared.text, total, lambda parts: self.frequencies(parts, prepared.filters)),
        )

    def ranked(self, query: Query) -> list[int]:
        """Return the ids of all matching rows, public or not, best first, without synonyms; for evaluations."""
        prepared = PreparedQuery(replace(query, with_facets=False), parse(query.text), NO_FILTERS, self.deepest)
        if prepared.text.is_empty:
            return []
        return [found.page_id for found in self._look_up(prepared)[0]]

    def _look_up(self, prepared: PreparedQuery) -> tuple[list[RankedRow], Counts]:
        """Return the rows of the requested page, best first, and the counts."""
        if self.tables == PORTAL and not prepared.text.clauses:
            excluded = prepared.text.excluded
            return look_up_without_words(prepared, self._matching(QueryText((Clause(excluded),))) if excluded else None)
        return self._look_up_words(prepared)

    def _look_up_words(self, prepared: PreparedQuery) -> tuple[list[RankedRow], Counts]:
        """Return the rows and the counts in one statement; it also answers a query without words, slowly."""
        by_date = prepared.by_date
        hits, hits_params = self._hits(prepared, with_rank=not by_date)
        page, page_params = self._dated_page(prepared, by_date) if by_date else self._ranked_page(prepared)
        counting = prepared.counting(self.tables.index)
        rows = fetch(
            # MATERIALIZED, because counts and page both read `g`: the words are looked up once.
            f"with g as materialized ({hits}), {counting.tables}, {page}"
            f" select 'hit', id, place, translation_group, organization, tier from page union all {counting.selects}",
            [*hits_params, *counting.table_params, *page_params, *counting.select_params],
        )
        # A UNION has no order, so the hits are sorted again. Of equal places the higher id, the newer page, is first.
        found = sorted((row for row in rows if row[0] == "hit"), key=lambda row: (row[2], -row[1]))
        once = best_row_per_page(map(_found, found))
        return prepared.shown(once if by_date else diversify(once)), sum_counts(row for row in rows if row[0] != "hit")

    def _dated_page(self, prepared: PreparedQuery, place: str) -> tuple[str, list[Any]]:
        where, params = prepared.filters.where("f")
        ctes, tier, tier_params = self._tier(prepared)
        sql = (
            f"{ctes} page as (select f.id, f.translation_group, f.organization, {tier} as tier, {place} as place"
            # 5 is the place, 1 the id.
            f" from g f where {where} order by 5, 1 desc limit {ROWS_OF_PAGES})"
        )
        return sql, [*tier_params, *params, *[prepared.ranked_pages] * 2]

    def _tier(self, prepared: PreparedQuery) -> tuple[str, str, list[Any]]:
        """Return common table expressions, and SQL for the tier of a row `f` of the hits without its language."""
        ctes, tier = "", str(WHOLE)
        params: list[Any] = []
        if prepared.text.has_words and not prepared.by_date:
            sql, params = self._in_whole_words(prepared.text)
            ctes = f"whole as materialized ({sql}),"
            tier = f"case when f.id in (select id from whole) then {WHOLE} else {PARTLY} end"
        if prepared.text.has_synonyms:
            sql, typed = self._matching(prepared.text.without_synonyms)
            ctes += f"typed as materialized ({sql}),"
            tier = f"case when f.id in (select id from typed) then {tier} else {RELATED} end"
            params = [*params, *typed]
        return ctes, tier, params

    def missing(self, after: int, limit: int) -> list[int]:
        """Return at most `limit` ids above `after` of catalog entries whose indexed text is missing or old."""
        # The text table keeps the version of the entry that it was made of: another one means outdated words.
        sql = f"""
            select e.page_id from {CatalogEntry._meta.db_table} e
                left join {self.tables.text} t on t.{self.text_id} = e.page_id
            where e.page_id > %s and (t.version is null or t.version <> e.version) order by e.page_id limit %s
        """
        return [page_id for (page_id,) in fetch(sql, [after, limit])]

    def surplus(self, after: int, limit: int) -> list[int]:
        """Return at most `limit` ids above `after` of indexed texts that have no catalog entry."""
        key = f"t.{self.text_id}"
        sql = f"""
            select {key} from {self.tables.text} t left join {CatalogEntry._meta.db_table} e on e.page_id = {key}
            where {key} > %s and e.page_id is null order by {key} limit %s
        """
        return [page_id for (page_id,) in fetch(sql, [after, limit])]

    def ids_by_title(self, parts: Sequence[Sequence[str]], endings: Sequence[str], most: int) -> list[int]:
        """Return ids of public entries, newest first, whose titles contain all typed parts; [] if slow.

        The last token of the last part is the beginning of a token, or one of the endings as it is. `most` of pages and
        `most` of all else, whose ids are higher. Empty when it takes too long.
        """
        # An empty query: its filters are those of the public alone.
        visible, params = filters_of(Query()).visible("f")
        sql, matched = self._titled(parts, endings)
        newest, all_params = self._newest(f"{sql} and {visible}", [*matched, *params], [FIRST_ID, most])
        try:
            with time_limit(MAX_SECONDS):
                return [row for (row,) in fetch(newest, all_params)]
        except SearchTimeoutError:
            return []

    @abstractmethod
    def _titled(self, parts: Sequence[Sequence[str]], endings: Sequence[str]) -> tuple[str, list[Any]]:
        """Return a SELECT of the ids of counting rows `f` of texts `t` with such titles, ending in a condition."""

    @abstractmethod
    def _newest(self, titled: str, params: list[Any], bounds: list[Any]) -> tuple[str, list[Any]]:
        """Return a SELECT of the highest ids below and from an id on, of what `_titled` and a condition select.

        `bounds` holds that id, and how many on each side.
        """

    def matching(self, text: QueryText, ids: Sequence[int]) -> set[int]:
        """Return those of the page ids whose indexed texts match a query's words now, public or not."""
        sql, params = self._matching(text)
        chosen = f"select id from ({sql}) m where id in ({placeholders(len(ids))})"
        return {found for (found,) in fetch(chosen, [*params, *ids])}

    def frequencies(self, parts: Sequence[Part], filters: SqlFilters) -> list[int]:
        """Return, for each part of a query, how many public rows under the filters have it, at most 1,000."""
        if not parts:
            return []
        where, chosen = filters.where("f")
        selects, params = [], []
        for number, part in enumerate(parts):
            # A row is counted under the query's filters, for a part is of no use where the filters leave no page.
            hits, hits_params = self._hits(PreparedQuery(Query(), QueryText((Clause((part,)),)), filters))
            counted = f"select 1 from ({hits}) f where {where} limit {FREQUENT}"
            selects.append(f"select {number} as number, count(*) from ({counted}) counted")
            params += [*hits_params, *chosen]
        return [count for _number, count in sorted(fetch(" union all ".join(selects), params))]


def _found(row: tuple[Any, ...]) -> RankedRow:
    _hit, page_id, _place, translation_group, organization, tier = row
    return RankedRow(page_id, translation_group, organization, tier, tier >= RELATED)
