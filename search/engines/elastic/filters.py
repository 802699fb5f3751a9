"""Filters of a query as Elasticsearch conditions on one language of a document."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from catalog import terms
from catalog.counting import LANGUAGES, start_of_day
from catalog.models import CatalogEntry
from catalog.sources.kinds import entry_kinds
from orgs.models import Organization
from search.engines.base import SOURCE, Query
from search.engines.database.filters import closed_organizations

Json = dict[str, Any]
# The condition on the part of a document that holds a language.
LanguageCondition = Callable[[str], Json]

# Seconds. An expired page without a row, which the index still has, is counted for so long at most.
CLOCK_STEP = 60


@dataclass(frozen=True)
class ElasticFilters:
    """The conditions of a query: for visible documents, and by the name of each chosen facet."""

    visible: LanguageCondition
    chosen: dict[str, LanguageCondition] = field(default_factory=dict)

    def except_facet(self, name: str, language: str) -> list[Json]:
        """Return the Elasticsearch conditions of all chosen filters except one, for a language."""
        return [condition(language) for other, condition in self.chosen.items() if other != name]


# In an evaluation everything is visible.
NO_FILTERS = ElasticFilters(lambda language: {"exists": {"field": f"{language}.page"}})


def filters_of(query: Query) -> ElasticFilters:
    """Return the filters of a query as Elasticsearch conditions; an unknown value of a filter finds nothing."""
    chosen: dict[str, LanguageCondition] = {}
    if query.organization:
        chosen["organization"] = is_of("organization", organization(query.organization))
    if query.type:
        chosen["type"] = is_of("type", entry_kinds().number_of(query.type))
    if query.source:
        chosen[SOURCE] = is_of(SOURCE, query.source_id)
    if query.topic:
        chosen["topic"] = is_of("topic", bit(terms.topics.by_slug(query.topic)))
    if query.place:
        chosen["place"] = is_of("place", bit(terms.places.by_slug(query.place)))
    if query.language:
        chosen["language"] = is_in(query.language)
    if query.start or query.end:
        chosen["year"] = is_within(query)
    return ElasticFilters(visible(), chosen)


def visible() -> LanguageCondition:
    """Return the Elasticsearch condition that a page is public: not expired, and its organization not closed.

    Neither needs a change of the index.
    """
    now = last_expiry()
    closed = closed_organizations()

    def condition(language: str) -> Json:
        lasting = {"range": {f"{language}.expires_at": {"gt": now}}}
        if not closed:
            return lasting
        return {"bool": {"filter": lasting, "must_not": {"terms": {f"{language}.organization": closed}}}}

    return condition


def last_expiry() -> int:
    """Return the time, in seconds since 1970, up to which expired pages are left out of searches, stable for caches.

    The time is when a page last expired, or the last full step of the clock. Until another page expires, a search stays
    the same, so that Elasticsearch can reuse its counts.
    """
    now = int(time.time())
    # SQLite uses the partial index only for exactly the index's own condition.
    expiring = CatalogEntry.objects.exclude(expires_at=None)
    # `expires_at` has microseconds, `now` has not: all that expires within this second counts as expired.
    expired = expiring.filter(expires_at__lt=dt.datetime.fromtimestamp(now + 1, dt.UTC))
    last = expired.order_by("-expires_at").values_list("expires_at", flat=True).first()
    return max(now // CLOCK_STEP * CLOCK_STEP, int(last.timestamp()) if last else 0)


def organization(slug: str) -> int | None:
    """Return the id of the organization with this slug; None for an unknown slug."""
    return Organization.objects.filter(slug=slug).values_list("pk", flat=True).first()


def bit(term: terms.Term | None) -> int | None:
    """Return the bit number by which the index stores a topic or place; None for None."""
    return term.bit if term else None


def is_of(name: str, value: int | None) -> LanguageCondition:
    """Return the Elasticsearch condition that a field has this value; for None one that no document meets."""
    # No document has the value -1.
    return lambda language: {"term": {f"{language}.{name}": -1 if value is None else value}}


def is_in(chosen: str) -> LanguageCondition:
    """Return the Elasticsearch condition that the document's part is in the chosen language."""
    # Each language is searched apart, so the filter chooses among the searches instead of asking a field.
    return lambda language: {"match_all": {}} if language == chosen and chosen in LANGUAGES else {"match_none": {}}


def is_within(query: Query) -> LanguageCondition:
    """Return the Elasticsearch condition that a page's date lies within the query's first and last day."""
    # The format is given, because bare numbers would be read as milliseconds.
    bounds = {"format": "epoch_second"}
    if query.start:
        bounds["gte"] = str(start_of_day(query.start))
    if query.end and query.end < dt.date.max:
        bounds["lt"] = str(start_of_day(query.end + dt.timedelta(days=1)))
    return lambda language: {"range": {f"{language}.happens_at": bounds}}
