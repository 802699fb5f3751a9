"""The rows of an event's page that were counted from check-ins, and that nobody edits."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q, Sum

from common.figures.small_groups import Counts

# The answers to the question of sex (Registration.Sex), in the order of Counts.
SEX_ANSWERS = ("woman", "man", "another", "not-said")
COUNTED = "counted"


def counts_by(figures: Any, path: str) -> dict[str, Counts]:
    """Return the exact numbers by sex for each value of a field, from a queryset of AttendanceFigure."""
    sums = {
        name: Sum("count", filter=Q(sex=answer), default=0)
        for name, answer in zip(Counts._fields, SEX_ANSWERS, strict=True)
    }
    rows = figures.order_by().values(path).annotate(**sums)
    # A province may be None, whose key is "".
    return {row[path] or "": Counts(*(row[name] for name in Counts._fields)) for row in rows}


def counted_rows(key: Any) -> list[Any]:
    """Return unsaved Participants rows from the counted figures of an event; empty where it is not closed.

    `key` is the translation key of its pages. The kinds stand in the order of their list.
    """
    # By name: the page of an event uses these rows, and the models of figures use the page.
    figures = apps.get_model("events", "AttendanceFigure").objects.filter(gathering__key=key)
    participants: Any = apps.get_model("events", "Participants")
    by_kind = counts_by(figures, "organization_kind")
    order = [kind for kind, _label in participants._meta.get_field("kind").choices if kind in by_kind]
    return [
        participants(kind=kind, source=COUNTED, sort_order=place, **by_kind[kind]._asdict())
        for place, kind in enumerate(order)
    ]


def restore_counted_rows(page: Any) -> None:
    """Replace the participants of an unsaved event page by the counted figures, if the event is closed."""
    counted = counted_rows(page.translation_key)
    # Only where they differ: set() would give the rows new ids at each save.
    if counted and [_content(row) for row in page.participants.all()] != [_content(row) for row in counted]:
        page.participants.set(counted)


def _content(row: Any) -> tuple[Any, ...]:
    # By content, and not by id: counted rows are new ones.
    return (row.kind, row.source, *row.counts)
