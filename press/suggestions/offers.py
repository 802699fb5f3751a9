"""The topics and provinces that are offered to an editor for an item: suggested by its words, or set for its source."""

from __future__ import annotations

from dataclasses import dataclass

from press.models import Item
from press.suggestions.suggesting import SuggestedTerm, suggested_places, suggested_topics
from press.suggestions.words import NEVER_SUGGESTED


@dataclass(frozen=True)
class Offers:
    """The topics and provinces offered for an item; each with the word that caused it, "" where its source has it."""

    topics: list[SuggestedTerm]
    places: list[SuggestedTerm]


def offers_for(item: Item) -> Offers:
    """Return the topics and provinces suggested for an item, those set for its source first; none of violence.

    The source's topics and provinces should be prefetched.
    """
    own = [topic for topic in item.source.topics.all() if topic.slug not in NEVER_SUGGESTED]
    title, excerpt = item.title, item.offered_excerpt
    return Offers(
        _joined(own, suggested_topics(title, excerpt)),
        _joined(list(item.source.places.all()), suggested_places(title, excerpt)),
    )


def _joined(own: list, suggested: list[SuggestedTerm]) -> list[SuggestedTerm]:  # type: ignore[type-arg]
    known = {term.pk for term in own}
    return [*(SuggestedTerm(term, "") for term in own), *(each for each in suggested if each.term.pk not in known)]
