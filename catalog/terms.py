"""Topics and provinces by their bits, cached in each process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from common.cached_value import TimedCache
from vocabulary.models import Place, Term, Topic

TermType = TypeVar("TermType", bound=Term)


class Vocabulary(Generic[TermType]):
    """The terms of one closed list, such as topics, cached by their bits."""

    def __init__(self, load: Callable[[], list[TermType]]) -> None:
        # Read at most once a minute in each process: many views need the names, and they hardly change.
        self._by_bit: TimedCache[dict[int, TermType]] = TimedCache(lambda: {term.bit: term for term in load()})
        self.forget = self._by_bit.forget

    def all(self) -> list[TermType]:
        """Return all terms of the vocabulary (all topics, or all provinces), from the cache."""
        return list(self._by_bit.value().values())

    def in_mask(self, mask: int) -> list[TermType]:
        """Return the terms of the vocabulary whose bits are set in a mask, in the order of the bits."""
        known = self._by_bit.value()
        # A row may still have the bit of a term that was deleted a moment ago.
        return [known[bit] for bit in bits_of(mask) if bit in known]

    def by_slug(self, slug: str) -> TermType | None:
        """Return the term of the vocabulary with this slug; None for an unknown slug."""
        return next((term for term in self.all() if term.slug == slug), None)


def bits_of(mask: int) -> Iterator[int]:
    """Yield the single set bits of a mask as numbers (1, 2, 4 ...), the lowest first."""
    while mask:
        # The lowest bit that is set.
        lowest = mask & -mask
        yield lowest
        mask ^= lowest


topics = Vocabulary(lambda: list(Topic.objects.all()))
places = Vocabulary(lambda: list(Place.objects.all()))

topics_in = topics.in_mask
places_in = places.in_mask


def mask_of(terms: Iterable[Term]) -> int:
    """Return the bit mask of these topics or places."""
    mask = 0
    for term in terms:
        mask |= term.bit
    return mask
