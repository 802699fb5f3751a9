"""Old days become sums of their month; nothing is lost until five years have passed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reach.folding import fold_old_days, months_before
from reach.models import PageReads, Way

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("months", "first"),
    [(0, dt.date(2026, 11, 1)), (10, dt.date(2026, 1, 1)), (11, dt.date(2025, 12, 1)), (-2, dt.date(2027, 1, 1))],
)
def test_months_before(months: int, first: dt.date) -> None:
    assert months_before(TODAY, months) == first


def test_days_older_than_thirteen_months_are_folded_into_their_month(article: Any) -> None:
    rows = [
        (dt.date(2021, 10, 1), Way.MAIL, 5),
        (dt.date(2025, 9, 1), Way.MAIL, 1),
        (dt.date(2025, 9, 2), Way.MAIL, 2),
        (dt.date(2025, 9, 30), Way.FEED, 4),
        (dt.date(2025, 8, 31), Way.MAIL, 8),
        (dt.date(2025, 10, 1), Way.MAIL, 16),
        (dt.date(2025, 10, 2), Way.MAIL, 32),
    ]
    PageReads.objects.bulk_create(PageReads(page=article, day=day, way=way, number=n) for day, way, n in rows)
    for _ in range(2):
        fold_old_days(TODAY)
        assert list(PageReads.objects.order_by("day", "way").values_list("day", "way", "number")) == [
            (dt.date(2025, 8, 1), "mail", 8),
            (dt.date(2025, 9, 1), "feed", 4),
            (dt.date(2025, 9, 1), "mail", 3),
            (dt.date(2025, 10, 1), "mail", 16),
            (dt.date(2025, 10, 2), "mail", 32),
        ]
