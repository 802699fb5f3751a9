"""Search in the portal's own database. SQL of each database is its subclass's; the rest is here."""

# ruff: noqa: S608 - only names of our own tables and columns are put into SQL; values are parameters.

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection

from search.engines.base import DEEPEST_HIT, Query, Result
from search.engines.counts import (
    MASKS,
    Counts,
    are_of_rows_only,
    count_rows_sql,
    count_works_sql,
    gather,
    has_overlap,
    overlap_sql,
)
from search.engines.labels import facet_values
from search.engines.results import hits_of
from search.engines.rows import LANGUAGES, code
from search.engines.scope import EVERYTHING, Scope, scope_of
from search.models import IndexRow, SearchEntry
from search.text import Part, QueryText, parse

WRITTEN_AT_ONCE = 200
# A day's age weighs this much beside BM25: a year about a tenth.
FRESHNESS = 0.0003 / 86400


@dataclass(frozen=True)
class Tables:
    """Where an index lies: in the tables of the portal, or in those of a trial."""

    index: str = IndexRow._meta.db_table
    text: str = "search_text"


PORTAL = Tables()
TRIAL = Tables(index="search_trial_index", text="search_trial_text")


class DatabaseEngine(ABC):
    name: ClassVar[str]

    def __init__(self, tables: Tables = PORTAL, deepest: int = DEEPEST_HIT) -> None:
        self.tables = tables
        self.deepest = deepest

    @abstractmethod
    def create(self) -> None:
        """Make what the index needs beside the table of `IndexRow`; a trial's tables whole."""

    @abstractmethod
    def drop(self) -> None: ...

    @abstractmethod
    def write(self, entries: Iterable[SearchEntry]) -> None: ...

    @abstractmethod
    def remove(self, page_ids: Iterable[int]) -> None: ...

    @abstractmethod
    def _hits(self, looked: LookedFor, *, with_rank: bool = False) -> tuple[str, list[Any]]:
        """SELECT of the index rows that match the words and are public, and its parameters."""

    @abstractmethod
    def _ranked_page(self, looked: LookedFor) -> tuple[str, list[Any]]:
        """Common table expressions, the last of them `page`: (id, work, place) of the best of the hits `g`.

        The lower the place, the better. `looked.fetched` rows at most.
        """

    def search(self, query: Query) -> Result:
        text = parse(query.text)
        if query.text.strip() and not text.parts:
            return Result(self.name, query, is_cut=text.is_cut)
        looked = LookedFor(query, text, scope_of(query), self.deepest)
        rows, counts = self._look_up(looked)
        overlaps: Counts = {}
        if are_of_rows_only(counts):
            counts = gather(self._over_hits(looked, *count_works_sql(looked.scope)))
        if "hits" not in counts:
            overlaps = self._overlaps(looked, counts)
        total = counts["total"][0]
        return Result(
            engine=self.name,
            query=query,
            total=total,
            hits=hits_of(_once_a_work(rows)[looked.first : looked.last], looked.scope, query, text),
            facets=facet_values(counts, overlaps),
            is_cut=text.is_cut,
            suggestion="" if total else self._suggestion(looked),
        )

    def ranked(self, query: Query) -> list[int]:
        """Ids alone of all that is indexed, public or not, best first: for trials."""
        looked = LookedFor(query, parse(query.text), EVERYTHING, self.deepest)
        if not looked.text.parts:
            return []
        return _once_a_work(self._look_up(looked)[0])[looked.first : looked.last]

    def _look_up(self, looked: LookedFor) -> tuple[list[tuple[int, int]], Counts]:
        """(page id, work) of the first hits, best first; and the counts. The words are looked up once for both."""
        by_date = looked.by_date
        hits, hits_params = self._hits(looked, with_rank=not by_date)
        page, page_params = self._dated_page(looked, by_date) if by_date else self._ranked_page(looked)
        counted, count_params = looked.counting
        rows = fetch(
            f"with g as materialized ({hits}), {page} select 'hit', id, place, work from page union all {counted}",
            [*hits_params, *page_params, *count_params],
        )
        found = sorted((place, -page_id, work) for name, page_id, place, work in rows if name == "hit")
        counts = gather(row for row in rows if row[0] != "hit")
        return [(-page_id, work) for _place, page_id, work in found], counts

    def _dated_page(self, looked: LookedFor, place: str) -> tuple[str, list[Any]]:
        where, params = looked.scope.where("f")
        sql = f"page as (select f.id, f.work, {place} as place from g f where {where} order by 3, 1 desc limit %s)"
        return sql, [*params, looked.fetched]

    def missing(self, after: int, limit: int) -> list[int]:
        sql = f"""
            select e.page_id from {SearchEntry._meta.db_table} e left join {self.tables.index} i on i.id = e.page_id
            where e.page_id > %s and (i.id is null or i.version <> e.version or {self._is_bare("i")})
            order by e.page_id limit %s
        """
        return [page_id for (page_id,) in fetch(sql, [after, limit])]

    def surplus(self, after: int, limit: int) -> list[int]:
        sql = f"""
            select i.id from {self.tables.index} i left join {SearchEntry._meta.db_table} e on e.page_id = i.id
            where i.id > %s and e.page_id is null order by i.id limit %s
        """
        return [page_id for (page_id,) in fetch(sql, [after, limit])]

    @abstractmethod
    def _is_bare(self, row: str) -> str:
        """SQL: whether an index row lacks its text."""

    def _overlaps(self, looked: LookedFor, counts: Counts) -> Counts:
        return {
            name: Counter(dict(self._over_hits(looked, *overlap_sql(looked.scope, name))))
            for name in MASKS
            if has_overlap(counts, name)
        }

    def _over_hits(self, looked: LookedFor, sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
        """Ask something of all hits, which are called `g`."""
        hits, hits_params = self._hits(looked)
        return fetch(f"with g as materialized ({hits}) {sql}", [*hits_params, *params])

    def _suggestion(self, looked: LookedFor) -> str:
        """The query without the parts that occur nowhere, where that leaves some."""
        parts = looked.text.parts
        if len(parts) < 2:
            return ""
        known = [part for part in parts if self._occurs(looked, part)]
        return " ".join(part.typed for part in known) if len(known) < len(parts) else ""

    def _occurs(self, looked: LookedFor, part: Part) -> bool:
        sql, params = self._hits(LookedFor(looked.query, QueryText((part,)), looked.scope))
        return bool(fetch(f"select 1 from ({sql}) hits limit 1", params))


@dataclass(frozen=True)
class LookedFor:
    """A query made ready: its words taken apart, its filters as conditions, its page as the hits that it shows."""

    query: Query
    text: QueryText
    scope: Scope
    deepest: int = DEEPEST_HIT

    @property
    def first(self) -> int:
        return min((max(self.query.page, 1) - 1) * self.query.page_size, self.deepest)

    @property
    def last(self) -> int:
        return min(self.first + self.query.page_size, self.deepest)

    @property
    def fetched(self) -> int:
        """How many rows surely hold the hits up to `last`: a page has one in each language."""
        return self.last * len(LANGUAGES)

    @property
    def counting(self) -> tuple[str, list[Any]]:
        """SELECTs that count the hits `g`; without words, pages are hit in all their languages."""
        return count_rows_sql(self.scope) if self.text.parts else count_works_sql(self.scope)

    @property
    def reader(self) -> int:
        return code(self.query.reader, LANGUAGES)

    @property
    def by_date(self) -> str:
        """What orders by date, where that was asked for or there are no words; nothing for relevance."""
        if self.query.order == "oldest":
            return "f.at"
        if self.query.order == "newest" or not self.text.parts:
            return "-f.at"
        return ""


def fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def execute(sql: str, params: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def executemany(sql: str, rows: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def placeholders(count: int) -> str:
    return ", ".join(["%s"] * count)


def batches(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _once_a_work(rows: Iterable[tuple[int, int]]) -> list[int]:
    first: dict[int, int] = {}
    for page_id, work in rows:
        first.setdefault(work, page_id)
    return list(first.values())
