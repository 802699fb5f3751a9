"""Topics and places by their bits: read once a minute, for every entry of every list shows some."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from vocabulary.models import Place, Term, Topic

TermType = TypeVar("TermType", bound=Term)
KEPT_SECONDS = 60


class Vocabulary(Generic[TermType]):
    """The terms of one list, kept for a minute in this process; `forget` drops them."""

    def __init__(self, load: Callable[[], list[TermType]]) -> None:
        self._load = load
        self._terms: list[TermType] = []
        self._read_at = float("-inf")

    def all(self) -> list[TermType]:
        if time.monotonic() - self._read_at > KEPT_SECONDS:
            self._terms, self._read_at = self._load(), time.monotonic()
        return self._terms

    def within(self, mask: int) -> list[TermType]:
        return [term for term in self.all() if mask & term.bit] if mask else []

    def named(self, slug: str) -> TermType | None:
        return next((term for term in self.all() if term.slug == slug), None)

    def forget(self) -> None:
        self._read_at = float("-inf")


topics = Vocabulary(lambda: list(Topic.objects.all()))
places = Vocabulary(lambda: list(Place.objects.all()))

topics_in = topics.within
places_in = places.within


def mask_of(terms: list[Term]) -> int:
    mask = 0
    for term in terms:
        mask |= term.bit
    return mask
