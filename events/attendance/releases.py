"""Releases: the joined tables about the events of a series, made once and never again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.figures.small_groups import (
    ONLY_SUM,
    SPLITS,
    Columns,
    Counts,
    PublicCounts,
    PublicTable,
    columns_of_table,
    combine_tables,
    join_rows,
    public_totals,
    sum_counts,
)
from common.refusal import Refusal
from events.attendance.counted_rows import COUNTED, counts_by
from events.attendance.dimensions import DIMENSIONS, labels_of
from events.attendance.public import ShownTable, shown_table
from events.models import AttendanceFigure, FigureRelease, Participants, Series
from orgs.permissions import is_editor
from orgs.public_version import bump_version

if TYPE_CHECKING:
    from accounts.models import User

# The groups of events, by what their totals show, whose tables can be shown together; the first that works is taken.
TOGETHER = ((*SPLITS, ONLY_SUM), SPLITS, SPLITS[:2], (SPLITS[0], SPLITS[2]))


class HeldEvent(NamedTuple):
    """The exact figures of a public event that is over: by kind of organization as its public page has them."""

    key: str
    ends_at: datetime
    kinds: dict[str, Counts]
    is_counted: bool

    @property
    def all(self) -> Counts:
        """Return the exact numbers by sex of all participants of this event."""
        return sum_counts(self.kinds.values())


def released_table(series: Series, dimension: str = "kind") -> ShownTable | None:
    """Return the public table of a series over all its releases, by one dimension; None where none was released."""
    return shown_table(combined_releases(series.releases.all(), dimension), labels_of(dimension))


def combined_releases(releases: Iterable[FigureRelease], dimension: str = "kind") -> PublicTable | None:
    """Return one public table by a dimension out of several releases; None where no release has that dimension."""
    stored = [release.tables[dimension] for release in releases if dimension in release.tables]
    return combine_tables(
        PublicTable({key: PublicCounts(*numbers) for key, *numbers in table["rows"]}, tuple(table["joined"]))
        for table in stored
    )


def unreleased_events(series: Series) -> list[HeldEvent]:
    """Return the exact figures of a series' public, past events that no release has yet, the earliest first."""
    # `events` is a JSON list in each row.
    released = {key for keys in series.releases.values_list("events", flat=True) for key in keys}
    rows = (
        # The table has the rows of public pages; those of drafts are in revisions.
        Participants.objects.filter(event__series=series, event__live=True, event__ends_at__lte=timezone.now())
        .select_related("event")
        .order_by("event__ends_at", "event_id", "sort_order")
    )
    # Of an event in two languages the older page counts.
    pages: dict[str, int] = {}
    found: dict[str, list[Participants]] = defaultdict(list)
    for row in rows:
        key = str(row.event.translation_key)
        if key not in released and pages.setdefault(key, row.event_id) == row.event_id:
            found[key].append(row)
    return [
        HeldEvent(key, own[0].event.ends_at, {row.kind: row.counts for row in own}, own[0].source == COUNTED)
        for key, own in found.items()
    ]


@transaction.atomic
def release_figures(series: Series, user: User, year: int | None = None) -> FigureRelease:
    """Store and log the joined tables of a series' past events. Refusal for non-editors, a closed year, too few people.

    Without a year the series is closed for good. Takes in the events that no release before had. An event whose figures
    would give a small group away waits for the next release. Raises Refusal for others than editors, for a year or a
    series that is closed, and for too few people.
    """
    if not is_editor(user):
        raise Refusal(_("Only editors can release figures."), code="editors_only")
    # Locked: two editors who release at once would put the same events into two releases.
    series = Series.objects.select_for_update().get(pk=series.pk)
    refuse_closed(series, year)
    # Years up to this one: an event that an earlier release left out is taken in.
    chosen = [
        event for event in unreleased_events(series) if year is None or timezone.localtime(event.ends_at).year <= year
    ]
    events, tables = joined_tables(chosen)
    if not tables:
        raise Refusal(
            _("Too few people took part to show any group of them. They come with the next year."), code="too_few"
        )
    new = FigureRelease.objects.create(
        series=series,
        year=year,
        tables=tables,
        events=[event.key for event in events],
        counted=sum(event.is_counted for event in events),
        released_by=user,
    )
    # Cached pages show the table at once.
    bump_version()
    log(instance=series, action="events.release", user=user, data={"year": year, "events": len(events)})
    return new


def refuse_closed(series: Series, year: int | None) -> None:
    """Raise Refusal when a series was released for good, or when this year or a later one was released already."""
    releases = list(series.releases.values_list("year", flat=True))
    if None in releases:
        raise Refusal(_("This series has ended, and its figures were released."), code="series_closed")
    # `if released`: None stands for the last release, which is refused above.
    if year is not None and any(released >= year for released in releases if released):
        raise Refusal(_("This year was released already."), code="year_released")


def joined_tables(events: list[HeldEvent]) -> tuple[list[HeldEvent], dict[str, Any]]:
    """Return the events whose figures can be shown together, and their joined tables; [], {} for too few people.

    Every table is about the same people and shows the same sexes, so that no two of them differ in a small group.
    """
    for columns_of_totals in TOGETHER:
        together = [event for event in events if public_totals(event.all).columns in columns_of_totals]
        allowed = columns_of_table([event.all for event in together])
        kinds = sum_tables(event.kinds for event in together)
        if table := join_rows(kinds, DIMENSIONS["kind"].residual, allowed):
            others = other_tables(together, table.totals.columns)
            return together, {"kind": table_as_json(table)} | {
                name: table_as_json(each) for name, each in others.items()
            }
    return [], {}


def other_tables(events: list[HeldEvent], columns: Columns) -> dict[str, PublicTable]:
    """Return the joined tables of events by place, age and disability, in the given columns, where they can be shown.

    Whoever was not asked, or was typed, is among those who did not say.
    """
    figures = AttendanceFigure.objects.filter(gathering__key__in=[event.key for event in events if event.is_counted])
    everybody = sum_counts(event.all for event in events)
    tables = {}
    for name, dimension in DIMENSIONS.items():
        if name == "kind":
            continue
        exact = counts_by(figures, dimension.path)
        said = sum_counts(counts for key, counts in exact.items() if key and key != dimension.residual)
        # Whoever is in no group that is shown: all people without those who said something.
        silent = Counts(*(total - part for total, part in zip(everybody, said, strict=True)))
        known = {key: counts for key, counts in exact.items() if key and key != dimension.residual}
        table = join_rows(known | {dimension.residual: silent}, dimension.residual, [columns])
        # `and known`: with nobody who answered there would be one row, which says nothing.
        if table and known:
            tables[name] = table
    return tables


def sum_tables(tables: Iterable[dict[str, Counts]]) -> dict[str, Counts]:
    """Return one table of exact counts in which the groups with the same key of several tables are added up."""
    found: dict[str, list[Counts]] = defaultdict(list)
    for table in tables:
        for key, counts in table.items():
            found[key].append(counts)
    return {key: sum_counts(counts) for key, counts in found.items()}


def table_as_json(table: PublicTable) -> dict[str, Any]:
    """Return a PublicTable as a dict for the JSON field of FigureRelease: its rows, and the keys that were joined."""
    return {"rows": [[key, *counts] for key, counts in table.rows.items()], "joined": list(table.joined_keys)}
