"""Facets of the search page: each value with the address that adds or removes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import terms
from catalog.sources.kinds import entry_kinds
from catalog.sources.media import source_names
from khmer.typography import date
from orgs.models import Organization
from search.engines.base import FACETS, SOURCE, FacetValue, Query, Result
from search.query.parameters import link_to, year_of


@dataclass(frozen=True)
class Choice:
    """A value of a facet as a link on the search page."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet on the search page, with its choices."""

    key: str
    name: str
    choices: list[Choice]

    @property
    def is_chosen(self) -> bool:
        """Return whether the reader has chosen any value of this facet."""
        return any(choice.chosen for choice in self.choices)


def facets_of(result: Result, parameters: QueryDict) -> list[Facet]:
    """Return the non-empty facets of a search result, each value as a link that sets or, if chosen, removes it."""
    names = {
        "type": _("Type"),
        SOURCE: _("Source"),
        "topic": _("Topic"),
        "place": _("Province"),
        "organization": _("Organization"),
        "year": _("Year"),
        "language": _("Language"),
    }
    return [
        Facet(name, label, [_choice(name, value, result.query, parameters) for value in result.facets[name]])
        for name, label in names.items()
        if result.facets.get(name)
    ]


def chosen_of(facets: list[Facet], query: Query, parameters: QueryDict) -> list[Choice]:
    """Return the filters chosen in a search, each as a link that removes it, even those without hits."""
    counted = {facet.key: choice for facet in facets for choice in facet.choices if choice.chosen}
    asked = {name: getattr(query, name) for name in (*FACETS, SOURCE) if name != "year"}
    chosen = [
        counted.get(name) or Choice(_label(name, value, query), 0, link_to(parameters, **{name: ""}), True)
        for name, value in asked.items()
        if value
    ]
    if query.start or query.end:
        without = link_to(parameters, **{"from": "", "to": ""})
        chosen.append(counted.get("year") or Choice(_period(query), 0, without, True))
    return chosen


def _choice(name: str, value: FacetValue, query: Query, parameters: QueryDict) -> Choice:
    chosen = value.value == _current(name, query)
    added: dict[str, Any] = {"from": value.value, "to": value.value} if name == "year" else {name: value.value}
    # A chosen value's link removes it.
    changes = dict.fromkeys(added, "") if chosen else added
    return Choice(value.label, value.count, link_to(parameters, **changes), chosen)


def _current(name: str, query: Query) -> str:
    return str(year_of(query) or "") if name == "year" else getattr(query, name)


def _label(name: str, value: str, query: Query) -> str:
    """Return the label of a value that no hit has; an unknown value is shown as it was typed."""
    if name == SOURCE:
        return source_names([query.source_id], get_language() or "en").get(query.source_id, value[:40])
    if name == "organization":
        found: Any = Organization.objects.public().filter(slug=value).first()
    else:
        lists: dict[str, terms.Vocabulary[Any]] = {"topic": terms.topics, "place": terms.places}
        found = lists[name].by_slug(value) if name in lists else None
    known = entry_kinds().labels | dict(settings.LANGUAGES)
    # Anybody can type a value into the address: it is cut, so that it does not fill the page.
    return found.name if found else str(known.get(value, value[:40]))


def _period(query: Query) -> str:
    language = get_language() or "en"
    ends = [date(day, language) if day else "" for day in (query.start, query.end)]
    return " – ".join(ends)
