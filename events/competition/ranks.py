"""Ranks of a competition: equal entries share a rank, and the next one is left out (1, 1, 3)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class RankedEntry(NamedTuple):
    """An entry of a competition as readers see it; `people` is empty where nobody agreed to be named."""

    rank: int | None
    title: str
    url: str
    people: str
    prize: str


class Competition(NamedTuple):
    """A competition as readers see it: how it was judged, and its entries, the best first."""

    judging: str
    entries: list[RankedEntry]

    @property
    def has_ranks(self) -> bool:
        """Return whether any entry of the competition has a rank."""
        return any(entry.rank for entry in self.entries)

    @property
    def has_people(self) -> bool:
        """Return whether any entry of the competition names people."""
        return any(entry.people for entry in self.entries)

    @property
    def has_prizes(self) -> bool:
        """Return whether any entry of the competition has a prize."""
        return any(entry.prize for entry in self.entries)


def competition(value: Any) -> Competition | None:
    """Return a competition's stream as readers see it, entries by rank, unranked ones last; None without entries."""
    # `value` is None on pages that the previous release wrote.
    found = [_entry(child.value) for child in value or () if child.block_type == "entry"]
    if not found:
        return None
    judging = next((child.value for child in value if child.block_type == "judging"), "")
    # Sorting is stable: entries of one rank stay in the order in which they were written.
    # Without a rank: behind every rank that there can be.
    return Competition(judging, sorted(found, key=lambda entry: entry.rank or len(found) + 1))


def misplaced(ranks: Mapping[Key, int]) -> dict[Key, int]:
    """Return {key: right rank} of the entries with a wrong rank; right is 1 + the number of entries ranked better."""
    right = {key: 1 + sum(other < rank for other in ranks.values()) for key, rank in ranks.items()}
    return {key: rank for key, rank in right.items() if rank != ranks[key]}


def _entry(value: Any) -> RankedEntry:
    people = value.get("people") if value.get("agreed") else ""
    return RankedEntry(
        value.get("rank"), value["title"], value.get("url") or "", people or "", value.get("prize") or ""
    )
