"""Nobody fills a page of results alone: at most two hits in a row are of one organization, where others have some."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

# Hits are moved within so many, so that each page of results is cut from the same list.
WINDOW = 100
MOST_IN_A_ROW = 2


class RankedRow(NamedTuple):
    """A row that was found, ranked. `tier` is the first thing that it was ranked by: a hit never leaves its own."""

    page_id: int
    translation_group: int
    organization: int
    tier: int
    is_synonym_match: bool


def diversify(ranked: Iterable[RankedRow]) -> Iterator[RankedRow]:
    """The same in windows of `WINDOW`, each with hits of other organizations moved between those of one.

    Each is found when it is asked for: whoever looks at the first page pays for no more.
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
    """The place of the best that makes the row of one organization no longer than it may be, else of the best."""
    first, before = waiting[0], {found.organization for found in recent}
    if len(recent) < MOST_IN_A_ROW or before != {first.organization}:
        return 0
    same_tier = (place for place, found in enumerate(waiting) if found.tier == first.tier)
    return next((place for place in same_tier if waiting[place].organization not in before), 0)


def best_row_per_page(ranked: Iterable[RankedRow]) -> Iterator[RankedRow]:
    """The best row of each page that was hit in several languages."""
    seen: set[int] = set()
    for row in ranked:
        if row.translation_group not in seen:
            seen.add(row.translation_group)
            yield row
