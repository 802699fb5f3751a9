"""What a query is to a database engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from catalog.counting import LANGUAGES, number_of
from search.engines.base import DEEPEST_HIT, FACETS, Query
from search.engines.database.facet_counts import count_groups_sql, count_rows_sql
from search.engines.database.filters import SqlFilters
from search.engines.diversify import WINDOW, RankedRow
from search.query.text import QueryText


@dataclass(frozen=True)
class PreparedQuery:
    """A query made ready: its words taken apart, its filters as conditions, its page as the hits that it shows."""

    query: Query
    text: QueryText
    filters: SqlFilters
    deepest: int = DEEPEST_HIT

    @property
    def first(self) -> int:
        return min((max(self.query.page, 1) - 1) * self.query.page_size, self.deepest)

    @property
    def last(self) -> int:
        return min(self.first + self.query.page_size, self.deepest)

    def shown(self, ranked: Iterator[RankedRow]) -> list[RankedRow]:
        """Of all that was found, best first, what stands on the page that is asked for."""
        return list(islice(ranked, self.first, self.last))

    @property
    def fetched(self) -> int:
        """How many rows surely hold the hits up to `last`, in whole windows: a page has a row in each language."""
        return -(-self.last // WINDOW) * WINDOW * len(LANGUAGES)

    @property
    def counting(self) -> tuple[str, list[Any]]:
        """SELECTs that count the hits `g`: pages at once where they are hit in all their languages.

        So they are without words, and by names, which stand with a page in both languages.
        """
        hits_one_language = self.text.clauses and not self.text.is_of_names
        return count_rows_sql(self.filters, self._facets) if hits_one_language else self.group_counting

    @property
    def group_counting(self) -> tuple[str, list[Any]]:
        return count_groups_sql(self.filters, self._facets)

    @property
    def _facets(self) -> tuple[str, ...]:
        return FACETS if self.query.with_facets else ()

    @property
    def reader(self) -> int:
        return number_of(self.query.reader, LANGUAGES)

    @property
    def by_date(self) -> str:
        """What orders by date, where that was asked for or there are no words; nothing for relevance."""
        if self.query.order == "oldest":
            return "f.happens_at"
        if self.query.order == "newest" or not self.text.clauses:
            return "-f.happens_at"
        return ""
