"""The topics and provinces that are offered to an editor for an item: set for its source, or suggested by its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Value

from catalog.terms import places, topics
from press.models import Item, Source
from press.suggestions.suggesting import SuggestedTerm, suggested_places, suggested_topics
from press.suggestions.words import NEVER_SUGGESTED
from vocabulary.models import Place, Term, Topic

IS_TOPIC, IS_PLACE = 0, 1


@dataclass(frozen=True)
class SourceTerms:
    """The topics and provinces that hold for all that a source writes, but none that only a person sets."""

    topics: list[Topic] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Offers:
    """The topics and provinces offered for an item; each with the word that caused it, "" where its source has it."""

    topics: list[SuggestedTerm]
    places: list[SuggestedTerm]


def terms_of_sources(source_ids: Collection[int]) -> dict[int, SourceTerms]:
    """Return the topics and provinces of sources by the source's id, in one query."""
    of_topics = Source.topics.through.objects.filter(source__in=source_ids)
    of_places = Source.places.through.objects.filter(source__in=source_ids)
    rows = of_topics.values_list("source", "topic", Value(IS_TOPIC)).union(
        of_places.values_list("source", "place", Value(IS_PLACE)), all=True
    )
    found = set(rows)
    return {
        pk: SourceTerms(
            [each for each in topics.all() if (pk, each.pk, IS_TOPIC) in found and each.slug not in NEVER_SUGGESTED],
            [each for each in places.all() if (pk, each.pk, IS_PLACE) in found],
        )
        for pk in source_ids
    }


def offers_for(item: Item, own: SourceTerms) -> Offers:
    """Return the topics and provinces offered for an item: those of its source first, then those its words suggest."""
    title, excerpt = item.title, item.offered_excerpt
    return Offers(
        _joined(own.topics, suggested_topics(title, excerpt)), _joined(own.places, suggested_places(title, excerpt))
    )


def _joined(own: Sequence[Term], suggested: list[SuggestedTerm]) -> list[SuggestedTerm]:
    known = {term.pk for term in own}
    return [*(SuggestedTerm(term, "") for term in own), *(each for each in suggested if each.term.pk not in known)]
