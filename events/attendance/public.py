"""The numbers of participants that public pages show of one event, or add up over several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum
from django.utils.translation import pgettext

from common.figures.small_groups import (
    JOINED,
    Columns,
    Counts,
    PublicCounts,
    PublicTable,
    join_rows,
    public_totals,
    sum_counts,
)

SEXES = Counts._fields
# The kind of organization that means "others" (models.Attendance): joined rows take it in.
OTHER_KIND = "other"


class ShownTable(NamedTuple):
    """A joined table for a template: its rows as (label, numbers), its sums, and the sexes it shows."""

    rows: list[tuple[Any, PublicCounts]]
    totals: PublicCounts
    columns: Columns
    # Whether anybody is counted in neither column that is shown.
    has_rest: bool


def shown_table(table: PublicTable | None, labels: Mapping[str, Any]) -> ShownTable | None:
    """Return a joined table as a ShownTable with a label for each row, the joined row as "Others"; None for None."""
    if table is None:
        return None
    # The label of the joined row first: a group with the same key would win.
    named, totals = {JOINED: pgettext("groups", "Others"), **labels}, table.totals
    rows = [(named.get(key, key), counts) for key, counts in table.rows.items()]
    return ShownTable(rows, totals, totals.columns, bool(totals.rest))


def event_attendance(page: Any, rows: list[Any]) -> dict[str, Any]:
    """Return an event's participants for its public page: totals and, if in no series, a table; small groups hidden.

    Keys: attendance (PublicCounts), breakdown (ShownTable by kind of organization, None where it would show a small
    group, or where the event belongs to a series, whose releases show it), is_counted (True where check-ins were
    counted, else the numbers were typed).
    """
    table = {row.kind: row.counts for row in rows}
    labels = {row.kind: row.get_kind_display() for row in rows}
    # Small groups of one event could be computed from the table of its series, which has it too.
    joined = None if page.series_id else join_rows(table, OTHER_KIND)
    return {
        "attendance": public_totals(sum_counts(table.values())),
        "breakdown": shown_table(joined, labels),
        "is_counted": any(row.is_counted for row in rows),
    }


def totals_of_events(events: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    """Return for each event a dict with its pk, its public totals by sex and the named fields, in one query.

    Sums of these totals tell nothing that the single events do not show.
    """
    sums = {sex: Sum(f"participants__{sex}", default=0) for sex in SEXES}
    return [
        {name: row[name] for name in ("pk", *fields)} | {"totals": public_totals(Counts(*(row[sex] for sex in SEXES)))}
        for row in events.order_by().values("pk", *fields).annotate(**sums)
    ]
