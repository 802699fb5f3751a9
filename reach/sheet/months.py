"""The months of which figures exist, and the days of them that are over."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone

from reach.folding import DAYS_FOR, MONTHS_FOR, months_before

ASKED = re.compile(r"([0-9]{4})-([0-9]{2})")


class Month(NamedTuple):
    """A month by its first day, and the first day after what is counted of it: figures end with yesterday."""

    first: dt.date
    end: dt.date

    @property
    def name(self) -> str:
        """Return the month as in the query string, such as 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def days(self) -> list[dt.date]:
        """Return the counted days of the month, in their order."""
        return [self.first + dt.timedelta(days=number) for number in range((self.end - self.first).days)]

    @property
    def has_days(self) -> bool:
        """Return whether reads of single days are still kept, and not folded into the month's sum."""
        return self.first >= months_before(timezone.localdate(), DAYS_FOR)

    @property
    def is_over(self) -> bool:
        """Return whether the whole month is counted."""
        return self.end == months_before(self.first, -1)

    @property
    def before(self) -> Month | None:
        """Return the month before, or None where its figures are deleted."""
        first = months_before(self.first, 1)
        return month_of(first) if first >= oldest() else None

    @property
    def after(self) -> Month | None:
        """Return the next month, or None where no day of it is over."""
        first = months_before(self.first, -1)
        return month_of(first) if first < timezone.localdate() else None


def oldest() -> dt.date:
    """Return the first day of the oldest month of which figures are kept."""
    return months_before(timezone.localdate(), MONTHS_FOR)


def month_of(day: dt.date) -> Month:
    """Return the month of a day, as far as it is counted."""
    first = months_before(day, 0)
    return Month(first, min(months_before(day, -1), timezone.localdate()))


def newest() -> Month:
    """Return the month of yesterday, the last day that is counted."""
    return month_of(timezone.localdate() - dt.timedelta(days=1))


def month_asked(text: str) -> Month:
    """Return the month named in a query string, such as 2026-11; the newest one for any other text."""
    found = ASKED.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not int(found[1]):
        return newest()
    first = dt.date(int(found[1]), int(found[2]), 1)
    return month_of(first) if oldest() <= first <= newest().first else newest()
