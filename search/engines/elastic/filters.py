"""Which rows a query is about, as conditions on one language of a document."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from catalog import terms
from catalog.counting import LANGUAGES, start_of_day
from catalog.models import CatalogEntry
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from search.engines.base import Query
from search.engines.database.filters import closed_organizations

Json = dict[str, Any]
# The condition on the part of a document that holds a language.
LanguageCondition = Callable[[str], Json]

# Seconds. What has expired and is no longer among the rows is counted for so long at most, if the index still has it.
CLOCK_STEP = 60


@dataclass(frozen=True)
class ElasticFilters:
    """What is visible at all, and one condition for each facet of which something was chosen."""

    visible: LanguageCondition
    chosen: dict[str, LanguageCondition] = field(default_factory=dict)

    def except_facet(self, name: str, language: str) -> list[Json]:
        """All that was chosen, but for one facet."""
        return [condition(language) for other, condition in self.chosen.items() if other != name]


# Of a trial everything is visible.
NO_FILTERS = ElasticFilters(lambda language: {"exists": {"field": f"{language}.page"}})


def filters_of(query: Query) -> ElasticFilters:
    chosen: dict[str, LanguageCondition] = {}
    if query.organization:
        chosen["organization"] = is_of("organization", organization(query.organization))
    if query.type:
        chosen["type"] = is_of("type", page_kinds().number_of(query.type))
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
    """Not expired, and of no organization that is closed: for that nothing has to happen in the index."""
    now = last_expiry()
    closed = closed_organizations()

    def condition(language: str) -> Json:
        lasting = {"range": {f"{language}.expires_at": {"gt": now}}}
        if not closed:
            return lasting
        return {"bool": {"filter": lasting, "must_not": {"terms": {f"{language}.organization": closed}}}}

    return condition


def last_expiry() -> int:
    """When something expired last: until something else does, a question stays the same, and its counts are kept."""
    now = int(time.time())
    # SQLite takes the index of what expires only for the very condition that it is of.
    expiring = CatalogEntry.objects.exclude(expires_at=None)
    expired = expiring.filter(expires_at__lt=dt.datetime.fromtimestamp(now + 1, dt.UTC))
    last = expired.order_by("-expires_at").values_list("expires_at", flat=True).first()
    return max(now // CLOCK_STEP * CLOCK_STEP, int(last.timestamp()) if last else 0)


def organization(slug: str) -> int | None:
    return Organization.objects.filter(slug=slug).values_list("pk", flat=True).first()


def bit(term: terms.Term | None) -> int | None:
    return term.bit if term else None


def is_of(name: str, value: int | None) -> LanguageCondition:
    """Has the value; one that does not exist is nobody's."""
    return lambda language: {"term": {f"{language}.{name}": -1 if value is None else value}}


def is_in(chosen: str) -> LanguageCondition:
    return lambda language: {"match_all": {}} if language == chosen and chosen in LANGUAGES else {"match_none": {}}


def is_within(query: Query) -> LanguageCondition:
    # In so many words, for bare numbers would be milliseconds.
    bounds = {"format": "epoch_second"}
    if query.start:
        bounds["gte"] = str(start_of_day(query.start))
    if query.end and query.end < dt.date.max:
        bounds["lt"] = str(start_of_day(query.end + dt.timedelta(days=1)))
    return lambda language: {"range": {f"{language}.happens_at": bounds}}
