"""Nobody fills a page of results alone: at most two hits in a row are of one organization, where others have some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# Hits are moved within so many, so that each page of results is cut from the same list.
WINDOW = 100
MOST_IN_A_ROW = 2


class Found(NamedTuple):
    """A row that was found, ranked. `tier` is the first thing that it was ranked by: a hit never leaves its own."""

    page_id: int
    work: int
    organization: int
    tier: int
    is_related: bool


def spread(ranked: Iterable[Found]) -> list[Found]:
    """The same in windows of `WINDOW`, each with hits of other organizations moved between those of one."""
    rows = list(ranked)
    return [row for begin in range(0, len(rows), WINDOW) for row in _mixed(rows[begin : begin + WINDOW])]


def _mixed(waiting: list[Found]) -> list[Found]:
    mixed: list[Found] = []
    while waiting:
        mixed.append(waiting.pop(_next(mixed, waiting)))
    return mixed


def _next(mixed: list[Found], waiting: list[Found]) -> int:
    """The place of the best that makes the row of one organization no longer than it may be, else of the best."""
    recent = {found.organization for found in mixed[-MOST_IN_A_ROW:]}
    if len(mixed) < MOST_IN_A_ROW or recent != {waiting[0].organization}:
        return 0
    same_tier = (place for place, found in enumerate(waiting) if found.tier == waiting[0].tier)
    return next((place for place in same_tier if waiting[place].organization not in recent), 0)


def once_a_work(ranked: Iterable[Found]) -> list[Found]:
    """The best row of each page that was hit in several languages."""
    first: dict[int, Found] = {}
    for row in ranked:
        first.setdefault(row.work, row)
    return list(first.values())
