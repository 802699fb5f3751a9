"""Filters of a query as SQL conditions: one for public rows, one for each chosen facet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from catalog import terms
from catalog.counting import LANGUAGES, number_of, start_of_day
from catalog.sources.kinds import entry_kinds
from orgs.models import Organization
from search.engines.base import SOURCE, Query

NOTHING = "1 = 0"
# A number that no row holds.
UNKNOWN = -1
# Bounds of a period that is open on one side, in seconds since 1970.
EARLIEST, LATEST = -(2**62), 2**62


@dataclass(frozen=True)
class SqlCondition:
    """An SQL condition on one counting row, which is called {row} in it, with its parameters.

    `number` is the number that it asks for, as counting rows hold it (of topics and places a bit).
    """

    sql: str
    params: tuple[Any, ...] = ()
    number: int = UNKNOWN


@dataclass(frozen=True)
class SqlFilters:
    """The SQL conditions of a query: for public rows, and by the name of each chosen facet.

    `now` (seconds since 1970) and `closed` (ids of organizations) are what the first of them compares with.
    """

    public: SqlCondition
    chosen: dict[str, SqlCondition]
    now: int = 0
    closed: tuple[int, ...] = ()

    def where(self, row: str, *, except_facet: str = "") -> tuple[str, list[Any]]:
        """Return all chosen search filters except one facet's as an SQL condition with its parameters.

        The condition is always true when nothing was chosen.
        """
        conditions = [condition for name, condition in self.chosen.items() if name != except_facet]
        sql = " and ".join(condition.sql.format(row=row) for condition in conditions) or "1 = 1"
        return sql, [param for condition in conditions for param in condition.params]

    def visible(self, row: str) -> tuple[str, list[Any]]:
        """Return the SQL condition, with its parameters, that the page of a row alias is public now."""
        return self.public.sql.format(row=row), list(self.public.params)


NO_FILTERS = SqlFilters(SqlCondition("1 = 1"), {})


def filters_of(query: Query) -> SqlFilters:
    """Return a search query's filters as SQL conditions; a filter with an unknown value finds nothing."""
    chosen: dict[str, SqlCondition] = {}
    if query.organization:
        chosen["organization"] = _organization(query.organization)
    if query.type:
        # An unknown kind has the number -1, which no row holds.
        chosen["type"] = _equal("type", entry_kinds().number_of(query.type))
    if query.source:
        chosen[SOURCE] = _equal("source", query.source_id)
    if query.topic:
        chosen["topic"] = _masked("topics", terms.topics.by_slug(query.topic))
    if query.place:
        chosen["place"] = _masked("places", terms.places.by_slug(query.place))
    if query.language:
        chosen["language"] = _equal("language", number_of(query.language, LANGUAGES))
    if query.start or query.end:
        chosen["year"] = _period(*period_of(query))
    # Rounded down, as the counting row's second is: an entry is gone in the second in which it expires.
    now = int(timezone.now().timestamp())
    closed = tuple(closed_organizations())
    return SqlFilters(_public(now, closed), chosen, now, closed)


def _public(now: int, closed: tuple[int, ...]) -> SqlCondition:
    # Ids instead of a subquery, with which PostgreSQL would look the words up once for each organization.
    if not closed:
        return SqlCondition("{row}.expires_at > %s", (now,))
    listed = ", ".join(["%s"] * len(closed))
    return SqlCondition(f"{{row}}.expires_at > %s and {{row}}.organization not in ({listed})", (now, *closed))


def closed_organizations() -> list[int]:
    """Return the ids of organizations that are not public, so that their pages are left out of searches."""
    with connection.cursor() as cursor:
        cursor.execute(*_closed())
        return [pk for (pk,) in cursor.fetchall()]


@lru_cache(maxsize=1)
def _closed() -> tuple[str, tuple[Any, ...]]:
    """Return the SQL for ids of organizations that are not public; compiling it takes longer than running it."""
    # It may be kept, because `public()` compares with constants alone. With a time in it the SQL would grow old.
    closed = Organization.objects.exclude(pk__in=Organization.objects.public()).order_by()
    return closed.values("pk").query.sql_with_params()


def period_of(query: Query) -> tuple[int, int]:
    """Return the beginning and the end of a query's period in seconds since 1970; the end lies outside."""
    start = start_of_day(query.start) if query.start else EARLIEST
    # The day after date.max does not exist: adding one to it raises OverflowError.
    after = query.end + dt.timedelta(days=1) if query.end and query.end < dt.date.max else None
    return start, start_of_day(after) if after else LATEST


def _organization(slug: str) -> SqlCondition:
    pk = Organization.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return _equal("organization", pk) if pk else SqlCondition(NOTHING)


def _equal(column: str, number: int) -> SqlCondition:
    return SqlCondition(f"{{row}}.{column} = %s", (number,), number)


def _masked(column: str, term: terms.Term | None) -> SqlCondition:
    return SqlCondition(f"{{row}}.{column} & %s <> 0", (term.bit,), term.bit) if term else SqlCondition(NOTHING)


def _period(start: int, end: int) -> SqlCondition:
    return SqlCondition("{row}.happens_at >= %s and {row}.happens_at < %s", (start, end))
