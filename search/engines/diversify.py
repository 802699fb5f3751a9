"""Diversity of results: at most two hits in a row are of one organization, when others have hits too."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

# Hits are moved within windows of fixed size, so that all pages of results are cut from the same list.
WINDOW = 100
MOST_IN_A_ROW = 2


class RankedRow(NamedTuple):
    """A row that was found, with its rank; `tier` is the first criterion, and a hit never leaves its tier.

    `version` is that of the row of which an index outside the database was made; 0 where the row itself was asked.
    """

    page_id: int
    translation_group: int
    organization: int
    tier: int
    is_synonym_match: bool
    version: int = 0


def diversify(ranked: Iterable[RankedRow]) -> Iterator[RankedRow]:
    """Yield all ranked rows, reordered within windows so that one organization's hits do not stand in a row.

    Rows are moved only when they are asked for, so that a caller pays for no more windows than it reads.
    """
    rows = iter(ranked)
    while window := list(islice(rows, WINDOW)):
        yield from _mixed(window)


def _mixed(waiting: list[RankedRow]) -> Iterator[RankedRow]:
    recent: deque[RankedRow] = deque(maxlen=MOST_IN_A_ROW)
    while waiting:
        recent.append(waiting.pop(_next(recent, waiting)))
        yield recent[-1]


def _next(recent: Collection[RankedRow], waiting: list[RankedRow]) -> int:
    """Return the position of the next row: the best, unless one organization would have too many hits in a row."""
    first, before = waiting[0], {found.organization for found in recent}
    if len(recent) < MOST_IN_A_ROW or before != {first.organization}:
        return 0
    # A hit never moves above one of a better tier; where the tier has no other organization, the order stays.
    same_tier = (place for place, found in enumerate(waiting) if found.tier == first.tier)
    return next((place for place in same_tier if waiting[place].organization not in before), 0)


def best_row_per_page(ranked: Iterable[RankedRow]) -> Iterator[RankedRow]:
    """Yield the first (best) ranked row of each page, skipping its rows in other languages."""
    seen: set[int] = set()
    for row in ranked:
        if row.translation_group not in seen:
            seen.add(row.translation_group)
            yield row
