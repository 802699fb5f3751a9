"""Topics and places by their bits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from search.kept import Kept
from vocabulary.models import Place, Term, Topic

TermType = TypeVar("TermType", bound=Term)


class Vocabulary(Generic[TermType]):
    """The terms of one closed list."""

    def __init__(self, load: Callable[[], list[TermType]]) -> None:
        self._terms = Kept(load)
        self.all = self._terms.value
        self.forget = self._terms.forget

    def within(self, mask: int) -> list[TermType]:
        return [term for term in self.all() if mask & term.bit] if mask else []

    def named(self, slug: str) -> TermType | None:
        return next((term for term in self.all() if term.slug == slug), None)


topics = Vocabulary(lambda: list(Topic.objects.all()))
places = Vocabulary(lambda: list(Place.objects.all()))

topics_in = topics.within
places_in = places.within


def mask_of(terms: Iterable[Term]) -> int:
    mask = 0
    for term in terms:
        mask |= term.bit
    return mask
