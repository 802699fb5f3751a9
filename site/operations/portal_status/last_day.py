"""Charts of the last 24 hours from the samples of the portal's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.figures.svg_charts import axis_numbers, column_chart, labels_shown
from khmer import numbers
from operations.models import Sample

HOURS = 24
Values = list[int | None]


def charts(now: datetime, language: str) -> list[dict[str, Any]]:
    """Return a chart for each drawn figure, with 24 columns of an hour each; one query."""
    first = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
    hours: list[list[Sample]] = [[] for _hour in range(HOURS)]
    for sample in Sample.objects.filter(at__gte=first, at__lte=now):
        hours[int((sample.at - first).total_seconds() // 3600)].append(sample)
    labels = [hour_label(first + timedelta(hours=hour), language) for hour in range(HOURS)]
    return [
        chart(key, title, [read(samples) if samples else None for samples in hours], labels, language)
        for key, title, read in drawn()
    ]


def hour_label(begins: datetime, language: str) -> str:
    """Return the label of an hour: the hour of the day in which it begins."""
    return numbers.number(timezone.localtime(begins).hour, language)


def drawn() -> list[tuple[str, str, Callable[[list[Sample]], int]]]:
    """Return (key, title, function from an hour's samples to a number) of each chart."""

    def most(name: str) -> Callable[[list[Sample]], int]:
        return lambda samples: max(int(sample.figures.get(name, 0)) for sample in samples)

    return [
        ("requests", _("Requests an hour"), lambda samples: sum(sample.requests for sample in samples)),
        ("errors", _("Server errors an hour"), lambda samples: sum(sample.errors for sample in samples)),
        ("outbox", _("Effects of changes that waited"), most("outbox_pending")),
        ("mails", _("Mails that waited"), most("mails_waiting")),
        ("desk", _("Matters that waited for editors"), most("desk_waiting")),
    ]


def chart(key: str, title: str, values: Values, labels: list[str], language: str) -> dict[str, Any]:
    """Return the parts of a chart: drawing, numbers of its axis, labels under it and rows of its table.

    The rows are (hour, number) from the latest hour back; an hour without a sample has no row.
    """
    known = [value for value in values if value is not None]
    says = _("At most %(most)s, last %(last)s.") % {
        "most": numbers.number(max(known, default=0), language),
        "last": numbers.number(known[-1] if known else 0, language),
    }
    return {
        "key": key,
        "title": title,
        "says": says,
        "drawing": column_chart(key, title, says, [values]),
        "numbers": axis_numbers([values], language),
        "labels": labels_shown(labels),
        "rows": [
            (label, value) for label, value in reversed(list(zip(labels, values, strict=True))) if value is not None
        ],
    }
