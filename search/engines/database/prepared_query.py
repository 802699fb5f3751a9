"""A parsed query, ready for a database engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from catalog.counting import LANGUAGES, number_of
from catalog.models import CountingRow
from search.engines.base import DEEPEST_HIT, SOURCE, Query
from search.engines.database.facet_counts import CountingSql, counting_sql
from search.engines.database.filters import SqlFilters
from search.engines.diversify import WINDOW, RankedRow
from search.query.text import QueryText

COLUMNS = tuple(field.attname for field in CountingRow._meta.concrete_fields)
COUNTED = [column for column in COLUMNS if column not in ("expires_at", "version", SOURCE)]


@dataclass(frozen=True)
class PreparedQuery:
    """A prepared query: its parsed words, its filters as SQL, and the hits of the requested page of results."""

    query: Query
    text: QueryText
    filters: SqlFilters
    deepest: int = DEEPEST_HIT

    @property
    def first(self) -> int:
        """Return the position of the first hit on the requested page of results, counted from 0."""
        return min((max(self.query.page, 1) - 1) * self.query.page_size, self.deepest)

    @property
    def last(self) -> int:
        """Return the position after the last hit on the requested page of results, at most the deepest."""
        return min(self.first + self.query.page_size, self.deepest)

    def shown(self, ranked: Iterator[RankedRow]) -> list[RankedRow]:
        """Return those ranked rows that belong on the requested page of results."""
        return list(islice(ranked, self.first, self.last))

    @property
    def ranked_pages(self) -> int:
        """Return how many pages must be ranked to show the requested hits, as whole windows."""
        # Rounded up. Hits are moved within a window: a part of one would be ordered otherwise on the next page.
        return -(-self.last // WINDOW) * WINDOW

    def counting(self, index: str) -> CountingSql:
        """Return the SQL that counts the query's hits `g`; `index` is the table of counting rows."""
        return counting_sql(self.filters, index, self.query.facets)

    @property
    def hit_columns(self) -> str:
        """Return the columns, of a counting row `f`, that are copied for each public hit, to be counted and sorted."""
        # Thousands of hits are copied: each column costs.
        wanted = [*COUNTED, SOURCE] if SOURCE in (*self.query.facets, *self.filters.chosen) else COUNTED
        return ", ".join(f"f.{column}" for column in wanted)

    @property
    def reader(self) -> int:
        """Return the number of the reader's language, as counting rows store it."""
        return number_of(self.query.reader, LANGUAGES)

    @property
    def by_date(self) -> str:
        """Return the SQL expression to order by date (also where no words are searched), or "" for relevance."""
        if self.query.order == "oldest":
            return "f.happens_at"
        if self.query.order == "newest" or not self.text.clauses:
            return "-f.happens_at"
        return ""
