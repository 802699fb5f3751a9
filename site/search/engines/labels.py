"""Counted numbers as the values that readers see: labelled, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language

from khmer.typography import numerals
from search import kept, terms
from search.engines.base import FacetValue
from search.engines.counts import MASKS, Counts
from search.engines.rows import LANGUAGES, TYPES
from search.models import SearchEntry

MOST_VALUES = 100


def facet_values(counts: Counts, overlaps: Counts) -> dict[str, list[FacetValue]]:
    """Every facet's values; years from the last. `overlaps` is what two masks of one page counted twice."""
    for name in MASKS:
        counts.setdefault(name, Counter()).subtract(overlaps.get(name, Counter()))
    return {
        "type": _labelled(counts.get("type"), _type),
        "topic": _from_masks(counts["topic"], terms.topics),
        "place": _from_masks(counts["place"], terms.places),
        "organization": _labelled(counts.get("organization"), _organization),
        "year": sorted(_labelled(counts.get("year"), _year), key=lambda value: value.value, reverse=True),
        "language": _labelled(counts.get("language"), _language),
    }


def _labelled(counts: Counter[int] | None, name: Callable[[int], tuple[str, str]]) -> list[FacetValue]:
    return [FacetValue(*name(number), count) for number, count in (counts or Counter()).most_common(MOST_VALUES)]


def _from_masks(masks: Counter[int], vocabulary: terms.Vocabulary) -> list[FacetValue]:
    bits: Counter[int] = Counter()
    for mask, count in masks.items():
        rest = mask
        while rest:
            lowest = rest & -rest
            bits[lowest] += count
            rest ^= lowest
    found = [FacetValue(term.slug, term.name, bits[term.bit]) for term in vocabulary.all() if bits[term.bit]]
    return sorted(found, key=lambda value: -value.count)


def _type(number: int) -> tuple[str, str]:
    return TYPES[number], str(SearchEntry.Type(TYPES[number]).label)


def _organization(number: int) -> tuple[str, str]:
    organization = kept.organization(number)
    return organization.slug, organization.name


def _year(number: int) -> tuple[str, str]:
    return str(number), numerals(number, get_language() or "en")


def _language(number: int) -> tuple[str, str]:
    return LANGUAGES[number], str(dict(settings.LANGUAGES)[LANGUAGES[number]])
