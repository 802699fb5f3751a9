"""The figures of one event in full, which its organization sees and the public does not."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from common.figures.small_groups import Counts, sum_counts
from events.attendance.closing import people_who_came
from events.attendance.counted_rows import SEX_ANSWERS, counts_by
from events.attendance.dimensions import DIMENSIONS, labels_of
from events.models import AttendanceFigure, EventPage, Gathering, Registration


def full_figures(page: EventPage, gathering: Gathering | None) -> dict[str, Any]:
    """Return an event's exact figures, also small groups: {"all": Counts, "source", "tables": {dimension: rows}}.

    `tables` holds (label, Counts) for each row. The figures are the counted ones where the event is closed; else those
    of the check-ins so far; without any, what the page's newest draft says. `source` is "counted", "checked-in" or
    "typed".
    """
    if gathering and gathering.closed_at:
        figures = AttendanceFigure.objects.filter(gathering=gathering)
        found = {name: counts_by(figures, dimension.path) for name, dimension in DIMENSIONS.items()}
        return _shown(found, "counted")
    people = people_who_came(gathering) if gathering else Registration.objects.none()
    if people.exists():
        return _shown(
            {name: count_people(people, dimension.path) for name, dimension in DIMENSIONS.items()}, "checked-in"
        )
    rows = page.get_latest_revision_as_object().participants.all()
    return _shown({"kind": {row.kind: row.counts for row in rows}}, "typed")


def count_people(people: QuerySet[Registration], path: str) -> dict[str, Counts]:
    """Return the exact numbers by sex for each value of a field, from a queryset of Registration."""
    sums = {name: Count("pk", filter=Q(sex=answer)) for name, answer in zip(Counts._fields, SEX_ANSWERS, strict=True)}
    rows = people.order_by().values(path).annotate(**sums)
    return {row[path] or "": Counts(*(row[name] for name in Counts._fields)) for row in rows}


def _shown(found: dict[str, dict[str, Counts]], source: str) -> dict[str, Any]:
    """Return tables with labels, without those whose question was not asked."""
    tables = {}
    for name, table in found.items():
        # Where the question was not asked, "" (not said) is the only group.
        if set(table) - {""}:
            labels = labels_of(name)
            # The largest group first; equal ones by key, so that the order is the same each time.
            rows = sorted(table.items(), key=lambda row: (-row[1].all, row[0]))
            tables[name] = [(labels.get(key, key), counts) for key, counts in rows]
    return {"all": sum_counts(found["kind"].values()), "source": source, "tables": tables}
