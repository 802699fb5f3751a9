"""Which index rows a query is about, as SQL conditions: one for what is public, one for each chosen facet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from catalog import terms
from catalog.counting import LANGUAGES, code, day_begins
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from search.engines.base import Query

NOTHING = "1 = 0"


@dataclass(frozen=True)
class Condition:
    """SQL over the columns of one index row, called {row} in it, with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Scope:
    public: Condition
    chosen: dict[str, Condition]

    def where(self, row: str, *, but: str = "") -> tuple[str, list[Any]]:
        """All that was chosen, but for one facet, as a WHERE and its parameters; always true where nothing was."""
        conditions = [condition for name, condition in self.chosen.items() if name != but]
        sql = " and ".join(condition.sql.format(row=row) for condition in conditions) or "1 = 1"
        return sql, [param for condition in conditions for param in condition.params]

    def visible(self, row: str) -> tuple[str, list[Any]]:
        return self.public.sql.format(row=row), list(self.public.params)


EVERYTHING = Scope(Condition("1 = 1"), {})


def scope_of(query: Query) -> Scope:
    chosen: dict[str, Condition] = {}
    if query.organization:
        chosen["organization"] = _organization(query.organization)
    if query.type:
        chosen["type"] = Condition("{row}.type = %s", (page_kinds().number_of(query.type),))
    if query.topic:
        chosen["topic"] = _masked("topics", terms.topics.named(query.topic))
    if query.place:
        chosen["place"] = _masked("places", terms.places.named(query.place))
    if query.language:
        chosen["language"] = Condition("{row}.language = %s", (code(query.language, LANGUAGES),))
    if query.start or query.end:
        chosen["year"] = _period(query.start, query.end)
    return Scope(_public(), chosen)


def _public() -> Condition:
    now = int(timezone.now().timestamp())
    # Their ids, for a subquery misleads PostgreSQL into looking the words up once for each organization.
    closed = closed_organizations()
    if not closed:
        return Condition("{row}.expires_at > %s", (now,))
    listed = ", ".join(["%s"] * len(closed))
    return Condition(f"{{row}}.expires_at > %s and {{row}}.organization not in ({listed})", (now, *closed))


def closed_organizations() -> list[int]:
    """Ids of those whose pages nobody may see now."""
    with connection.cursor() as cursor:
        cursor.execute(*_closed())
        return [pk for (pk,) in cursor.fetchall()]


@lru_cache(maxsize=1)
def _closed() -> tuple[str, tuple[Any, ...]]:
    """The rule of Organization as SQL; to compile it takes longer than to carry it out."""
    closed = Organization.objects.exclude(pk__in=Organization.objects.public()).order_by()
    return closed.values("pk").query.sql_with_params()


def _organization(slug: str) -> Condition:
    pk = Organization.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return Condition("{row}.organization = %s", (pk,)) if pk else Condition(NOTHING)


def _masked(column: str, term: terms.Term | None) -> Condition:
    return Condition(f"{{row}}.{column} & %s <> 0", (term.bit,)) if term else Condition(NOTHING)


def _period(start: dt.date | None, end: dt.date | None) -> Condition:
    sql, params = [], []
    if start:
        sql.append("{row}.happens_at >= %s")
        params.append(day_begins(start))
    if end and end < dt.date.max:
        sql.append("{row}.happens_at < %s")
        params.append(day_begins(end + dt.timedelta(days=1)))
    return Condition(" and ".join(sql) or "1 = 1", tuple(params))
