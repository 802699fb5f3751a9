"""The programme's figures as the rows of a file and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.figures.small_groups import PublicCounts
from events.statistics.programme import Group, ProgrammeStatistics


def file_rows(statistics: ProgrammeStatistics) -> Iterator[list[Any]]:
    """Yield the rows of a file of the programme's public figures, heads first; hidden numbers are empty.

    In the active language.
    """
    yield [_("Table"), _("Group"), _("Events"), _("Women"), _("Men"), _("All others"), pgettext("sum", "All")]
    groups = [(_("Trainings by province"), statistics.provinces), (_("Trainings by year"), statistics.years)]
    for table, rows in [*groups, (_("By series"), statistics.series)]:
        for group in rows:
            yield [table, group.name, group.events, *cells(group.people)]
    if statistics.kinds:
        for label, counts in statistics.kinds.rows:
            yield [_("Trainings by kind of organization"), str(label), "", *cells(counts)]
    yield [pgettext("sum", "All"), _("Trainings"), statistics.trainings.events, *cells(statistics.trainings.people)]


def cells(counts: PublicCounts) -> list[int | str]:
    """Return the public numbers of a group as CSV cells: women, men, others, all; "" for a number that is not shown."""
    # Empty and not 0: a number that is hidden is no number.
    return ["" if number is None else number for number in (counts.women, counts.men, counts.rest, counts.all)]


def numbers_of(counts: PublicCounts) -> dict[str, int | None]:
    """Return the public numbers of a group as a dict: women, men, others, people; None for one that is not shown."""
    return {"women": counts.women, "men": counts.men, "others": counts.rest, "people": counts.all}


def group_data(group: Group) -> dict[str, Any]:
    """Return a group of events as a dict: slug, name, number of events, and public numbers of participants."""
    return {"slug": group.slug, "name": group.name, "events": group.events, **numbers_of(group.people)}


def statistics_data(statistics: ProgrammeStatistics) -> dict[str, Any]:
    """Return the programme's public figures as a dict of plain values, such as for the API."""
    kinds = statistics.kinds.rows if statistics.kinds else []
    return {
        "trainings": {
            "events": statistics.trainings.events,
            "in_capital": statistics.in_capital,
            "in_provinces": statistics.in_provinces,
            **numbers_of(statistics.trainings.people),
        },
        "provinces": [group_data(group) for group in statistics.provinces],
        "years": [group_data(group) for group in statistics.years],
        "series": [group_data(group) for group in statistics.series],
        "kinds": [{"name": str(label), **numbers_of(counts)} for label, counts in kinds],
    }
