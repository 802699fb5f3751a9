"""The public figures of the programme, which is all events of a series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, pgettext

from catalog import terms
from catalog.listing import pieces
from common.figures.small_groups import PublicCounts, sum_public
from events.attendance.dimensions import labels_of
from events.attendance.public import ShownTable, shown_table, totals_of_events
from events.attendance.releases import combined_releases
from events.kinds import EVENT
from events.models import EventPage, FigureRelease, Series

CAPITAL = "phnom-penh"
TRAINING = EventPage.Kind.TRAINING


class Group(NamedTuple):
    """The events of a province, a year or a series, and the people who took part in them."""

    slug: str
    name: str
    events: int
    people: PublicCounts


@dataclass(frozen=True)
class ProgrammeStatistics:
    """The figures of the programme's trainings, and of all its series: sums of what each event shows."""

    trainings: Group
    in_capital: int
    provinces: list[Group]
    years: list[Group]
    series: list[Group]
    # The released tables of the trainings' series; None where nothing was released.
    kinds: ShownTable | None
    # Whether check-ins were counted for every event that was released.
    is_counted: bool

    @property
    def in_provinces(self) -> int:
        """Return the number of trainings that were not held in the capital."""
        return self.trainings.events - self.in_capital


def programme_statistics() -> ProgrammeStatistics:
    """Return figures of the public, past events of all series, in the active language: trainings and series."""
    language = get_language() or "en"
    public = pieces(language, EVENT.name)
    # pk__in: `public` has one language version of each event, so that none is counted twice.
    held = EventPage.objects.filter(series__isnull=False, ends_at__lte=timezone.now(), pk__in=public.values("pk"))
    rows = totals_of_events(held, "kind", "series_id", "starts_at")
    places = first_places(row["pk"] for row in rows)
    for row in rows:
        row["place"] = places.get(row["pk"], "")
    trainings = [row for row in rows if row["kind"] == TRAINING]
    releases = list(FigureRelease.objects.filter(series__in={row["series_id"] for row in trainings}))
    # One query for the names of all, rather than one for each province.
    names = {place.slug: place.name for place in terms.places.all()}
    series = {each.pk: each for each in Series.objects.filter(pk__in={row["series_id"] for row in rows})}
    return ProgrammeStatistics(
        trainings=group_of("", "", trainings),
        # True counts as 1. An event in two provinces counts in the first alone (first_places).
        in_capital=sum(row["place"] == CAPITAL for row in trainings),
        provinces=sorted(
            grouped(trainings, lambda row: row["place"], lambda slug: (slug, names.get(slug) or elsewhere())),
            # By name last, so that provinces with the same numbers keep their order from one request to the next.
            key=lambda group: (-group.events, -group.people.all, group.name),
        ),
        # Groups are tuples, so they are sorted by their first member, the year as text.
        years=sorted(grouped(trainings, year_of, lambda year: (str(year), str(year)))),
        series=grouped(rows, lambda row: row["series_id"], lambda pk: (series[pk].slug, series[pk].name)),
        kinds=shown_table(combined_releases(releases), labels_of("kind")),
        is_counted=all(release.counted == len(release.events) for release in releases),
    )


def elsewhere() -> str:
    """Return the translated name ("not named") of the group of events that name no province."""
    return pgettext("province", "not named")


def first_places(events: Any) -> dict[int, str]:
    """Return {event id: slug of its first province} of the given events, without those that name none."""
    through = EventPage.places.through.objects.filter(orgcontentpage__in=list(events))
    # By pk: the order in which they were stored. Of all events in one query.
    found: dict[int, str] = {}
    for page, slug in through.order_by("pk").values_list("orgcontentpage_id", "place__slug"):
        found.setdefault(page, slug)
    return found


def year_of(row: dict[str, Any]) -> int:
    """Return the year in which an event of this row began, in Cambodia's time zone."""
    # In the local time zone: one on 1 January at 6 in the morning began in the year before by UTC.
    return timezone.localtime(row["starts_at"]).year


def group_of(slug: str, name: str, rows: list[dict[str, Any]]) -> Group:
    """Return a Group of these event rows: their number, and the sum of the public numbers of participants."""
    return Group(slug, name, len(rows), sum_public(row["totals"] for row in rows))


def grouped(
    rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], Any], naming: Callable[[Any], tuple[str, str]]
) -> list[Group]:
    """Return the event rows as Groups, one for each value of `key`; `naming` gives the slug and name of a value."""
    found: dict[Hashable, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return [group_of(*naming(each), members) for each, members in found.items()]
