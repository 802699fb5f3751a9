"""What a query is to a database engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from catalog.counting import LANGUAGES, number_of
from search.engines.base import DEEPEST_HIT, FACETS, Query
from search.engines.database.facet_counts import CountingSql, counting_sql
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
    def ranked_pages(self) -> int:
        """How many pages surely hold the hits up to `last`, in whole windows."""
        return -(-self.last // WINDOW) * WINDOW

    def counting(self, index: str) -> CountingSql:
        """Return SQL that counts the hits `g`, which are rows of a table `index`."""
        return counting_sql(self.filters, index, FACETS if self.query.with_facets else ())

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
