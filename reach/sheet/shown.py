"""Rounding of counts for display: to fives, and nothing below five; pure functions.

The same page is counted in the sheet of each month and since it became public, and its members look again tomorrow. By
numbers rounded down to fives, no difference of two of them tells of one to four reads.
"""

from __future__ import annotations

from collections.abc import Mapping

from common.figures.small_groups import FEWEST, JOINED, join_numbers
from reach.models import Way

STEP = 5


def shown(number: int) -> int | None:
    """Return a count rounded down to fives; None for one below five, also for 0, which says "fewer than 5"."""
    return None if number < FEWEST else number - number % STEP


def shown_rows(numbers: Mapping[str, int], residual: str = "") -> dict[str, int] | None:
    """Return counts by key as they may be shown, largest first; None where they are too few to be told apart.

    Those below five are joined with the next smallest (key JOINED), so that no sum gives them away. `residual` is the
    key that means "others" already, and is joined first. The numbers are rounded down.
    """
    rows = join_numbers(numbers, residual)
    return None if rows is None else {key: number - number % STEP for key, number in rows.items()}


def shown_ways(numbers: Mapping[str, int]) -> dict[str, int] | None:
    """Return reads by way as they may be shown, the largest first and all others last; None where they are too few."""
    return shown_rows(numbers, Way.OTHER)


def way_label(key: str) -> str:
    """Return the label of a row of shown_ways, for people."""
    return str(Way.OTHER.label if key == JOINED else Way(key).label)
