"""The tracker: all public recommendations, narrowed by institution, state and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When
from django.utils.translation import gettext as _

from catalog.listing import PAGE_SIZE, rows
from khmer.numbers import numerals
from outcomes.models import RecommendationRow
from outcomes.recommendations.steps import Outcome
from vocabulary.models import Institution

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# The colour of the square of each state, in the order in which they are drawn.
COLOURS = {
    Outcome.ADOPTED: "done",
    Outcome.ANSWERED: "now",
    Outcome.WAITING: "open",
    Outcome.UNSENT: "note",
    Outcome.DECLINED: "bad",
}
NEWEST = "newest"


@dataclass(frozen=True)
class TallyPart:
    """The number of recommendations in one state, with its colour and label."""

    css: str
    label: _StrOrPromise
    number: int


@dataclass(frozen=True)
class Tally:
    """The numbers of recommendations by state, those of no state left out."""

    counts: Mapping[str, int]

    @property
    def all(self) -> int:
        """Return the number of all recommendations, over all states."""
        return sum(self.counts.values())

    @property
    def parts(self) -> list[TallyPart]:
        """Return number, colour and label of each state that occurs, in the order in which states are drawn."""
        return [
            TallyPart(css, outcome.label, number)
            for outcome, css in COLOURS.items()
            if (number := self.counts.get(outcome, 0))
        ]

    @property
    def squares(self) -> list[tuple[str, int]]:
        """Return (CSS class, number) of each state that occurs, for the squares that are drawn."""
        return [(part.css, part.number) for part in self.parts]


@dataclass(frozen=True)
class Chosen:
    """The filters of the tracker that a reader has chosen; "" filters nothing."""

    institution: str = ""
    status: str = ""
    year: str = ""

    def without(self, name: str) -> Chosen:
        """Return a copy of the chosen filters in which the filter of this name is empty."""
        return Chosen(**(vars(self) | {name: ""}))

    def holds(self, slug: str, status: str, year: str) -> bool:
        """Return whether a recommendation with this institution, state and year passes all chosen filters."""
        pairs = ((self.institution, slug), (self.status, status), (self.year, year))
        # An empty filter lets everything pass.
        return all(not wanted or wanted == found for wanted, found in pairs)


def public_recommendations(language: str) -> QuerySet[RecommendationRow]:
    """Return all public recommendations, each once: in this language, else in the other one."""
    return RecommendationRow.objects.filter(entry__in=rows(language).order_by().values("pk"))


def filtered_recommendations(found: QuerySet[RecommendationRow], chosen: Chosen) -> QuerySet[RecommendationRow]:
    """Return the recommendations of a queryset that pass the chosen filters: institution, state and year."""
    wanted = Q()
    if chosen.institution:
        wanted &= Q(institution__slug=chosen.institution)
    if chosen.status:
        wanted &= Q(outcome=chosen.status)
    if chosen.year:
        # int() cannot fail: read_choices keeps only years that occur.
        wanted &= Q(year=int(chosen.year))
    return found.filter(wanted)


def tally_of(found: QuerySet[RecommendationRow]) -> Tally:
    """Return the numbers of recommendations in a queryset by state, as a Tally, in one query."""
    # order_by(): a column that sorts would be part of GROUP BY, and split the groups.
    return Tally(dict(found.order_by().values_list("outcome").annotate(Count("pk"))))


def in_order(found: QuerySet[RecommendationRow], order: str, *first: str) -> QuerySet[RecommendationRow]:
    """Return the recommendations sorted: by latest step for "newest", else waiting ones first, the longest before.

    `first` are the names of fields that come before that, as in order_by.
    """
    # nulls_last: PostgreSQL sorts NULL first when descending, SQLite last. entry_id and number: never two in the same
    # place.
    newest = (F("last_on").desc(nulls_last=True), "-year", "entry_id", "number")
    if order == NEWEST:
        return found.order_by(*first, *newest)
    waits = Case(When(outcome=Outcome.WAITING, then=0), default=1, output_field=IntegerField())
    # NULL for those that do not wait: they are sorted by `newest` alone.
    since = Case(When(outcome=Outcome.WAITING, then=F("sent_on")))
    return found.order_by(*first, waits, since, *newest)


def tracker(language: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return the template context of one page of the public list of recommendations, filtered by the parameters.

    A parameter that does not exist chooses nothing. Keys: recommendations (a paginator's page of rows), tally (of what
    is chosen), facets (name, choices), chosen, order, newest_url, waiting_url, file_query.
    """
    every = public_recommendations(language)
    cells = counted_cells(every)
    chosen = read_choices(cells, parameters)
    order = NEWEST if parameters.get("order") == NEWEST else ""
    found = (
        in_order(filtered_recommendations(every, chosen), order)
        .select_related("institution", "entry")
        # The deferred columns hold whole texts, which the list does not show.
        .defer("entry__text", "entry__names", "entry__summary")
    )
    left = Counter[str]()
    for cell, number in cells.items():
        # cell[1] is the state: the tally is of what all three filters leave.
        left[cell[1]] += number if chosen.holds(*cell) else 0
    paginator = Paginator(found, PAGE_SIZE)
    # The cells have the number already: the paginator need not ask again.
    paginator.count = left.total()
    return {
        "recommendations": paginator.get_page(parameters.get("page", "1")),
        "tally": Tally(left),
        "facets": facets(cells, chosen, order, language),
        "chosen": chosen,
        "order": order,
        "newest_url": tracker_query(chosen, NEWEST),
        "waiting_url": tracker_query(chosen, ""),
        "file_query": tracker_query(chosen, ""),
    }


Cells = Mapping[tuple[str, str, str], int]


def counted_cells(found: QuerySet[RecommendationRow]) -> Cells:
    """Return {(institution's slug, state, year): number} of the recommendations in a queryset, in one query."""
    counted = found.order_by().values_list("institution__slug", "outcome", "year").annotate(Count("pk"))
    return {(slug or "", outcome, str(year)): number for slug, outcome, year, number in counted}


def read_choices(cells: Cells, parameters: Mapping[str, str]) -> Chosen:
    """Return the filters chosen by query parameters; a value that no recommendation has is ignored."""
    # Only what occurs can be chosen: nothing that a reader typed gets into the query.
    values = [{cell[place] for cell in cells} for place in range(3)]
    names = ("institution", "status", "year")
    typed = {name: parameters.get(name, "") for name in names}
    return Chosen(**{name: typed[name] for name, known in zip(names, values, strict=True) if typed[name] in known})


def facets(cells: Cells, chosen: Chosen, order: str, language: str) -> list[dict[str, Any]]:
    """Return the three filters (institution, state, year), each with its choices and how many each would leave."""
    names = {each.slug: each.name_in(language) for each in Institution.objects.all()}
    labels: list[tuple[str, str, Callable[[str], Any], Iterable[str]]] = [
        ("institution", _("Institution"), lambda slug: names.get(slug, slug), sorted(names, key=lambda s: names[s])),
        ("status", _("Where it stands"), lambda status: Outcome(status).label, [*COLOURS]),
        ("year", _("Year"), lambda year: numerals(year, language), sorted({c[2] for c in cells}, reverse=True)),
    ]
    return [
        {"name": title, "choices": facet_choices(cells, chosen, order, place, name, label, values)}
        for place, (name, title, label, values) in enumerate(labels)
    ]


def facet_choices(
    cells: Cells, chosen: Chosen, order: str, place: int, name: str, label: Callable[[str], Any], values: Iterable[str]
) -> list[dict[str, Any]]:
    """Return "All" and those choices of a filter that leave recommendations, as dicts: label, count, url, chosen."""
    others, counts = chosen.without(name), Counter[str]()
    for cell, number in cells.items():
        # Counted without this filter's own choice: each number says what choosing it would leave.
        counts[cell[place]] += number if others.holds(*cell) else 0
    current = getattr(chosen, name)
    every = {
        "label": _("All"),
        "count": counts.total(),
        "url": tracker_query(others, order),
        "chosen": not current,
        "is_all": True,
    }
    return [
        every,
        *(
            {
                "label": label(value),
                "count": counts[value],
                "url": tracker_query(
                    others if value == current else Chosen(**(vars(chosen) | {name: str(value)})), order
                ),
                "chosen": value == current,
            }
            for value in values
            if value and counts[value]
        ),
    ]


def tracker_query(chosen: Chosen, order: str) -> str:
    """Return the tracker's query string ("?...") for these chosen filters and this order; empty ones left out."""
    parameters = {name: value for name, value in (vars(chosen) | {"order": order}).items() if value}
    return f"?{urlencode(parameters)}"
