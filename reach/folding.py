"""Fold old days into sums of their month, so that the tables do not grow for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from reach.models import FileFetches, PageReads

# Days are kept for so many whole months before the current one, months for so many.
DAYS_FOR, MONTHS_FOR = 13, 60
TABLES: tuple[tuple[type[Any], tuple[str, ...]], ...] = ((PageReads, ("page", "way")), (FileFetches, ("document",)))


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month that lies so many months before the month of `day`."""
    whole = day.year * 12 + day.month - 1 - months
    return dt.date(whole // 12, whole % 12 + 1, 1)


def fold_old_days(today: dt.date | None = None) -> None:
    """Replace counts of days older than 13 months by the sum of each month; delete months older than five years."""
    today = today or timezone.localdate()
    for model, keys in TABLES:
        model.objects.filter(day__lt=months_before(today, MONTHS_FOR)).delete()
        days = model.objects.filter(day__lt=months_before(today, DAYS_FOR)).exclude(day__day=1)
        for month in list(days.annotate(month=TruncMonth("day")).values_list("month", flat=True).distinct()):
            fold_month(model, keys, month)


@transaction.atomic
def fold_month(model: type[Any], keys: tuple[str, ...], month: dt.date) -> None:
    """Replace a table's counts of a month by one row a page and way, or a file, on the first day of the month."""
    rows = model.objects.filter(day__gte=month, day__lt=months_before(month, -1))
    columns = [model._meta.get_field(key).attname for key in keys]
    sums = list(rows.values(*columns).annotate(all=Sum("number")).order_by())
    rows.delete()
    folded = [model(day=month, number=each.pop("all"), **each) for each in sums]
    model.objects.bulk_create(folded, batch_size=500)
