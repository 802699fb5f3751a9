"""Facet values with labels for readers, the most frequent first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.translation import get_language

from catalog import terms
from catalog.counting import LANGUAGES
from catalog.sources.kinds import entry_kinds
from catalog.sources.media import source_names
from khmer.typography import numerals
from orgs import organization_cache
from search.engines.base import SOURCE, FacetValue
from search.engines.database.facet_counts import Counts

MOST_VALUES = 100

# A function from a number in a counting row and the reader's language, which is active, to the value in addresses and
# its label. Labels from message files alone are looked up once a process.
LabelOf = Callable[[int, str], tuple[str, str]]


def facet_values(counts: Counts) -> dict[str, list[FacetValue]]:
    """Return {facet: labelled values with counts}, the most frequent first, but years from the latest."""
    # Read once here, instead of for each of some hundred names.
    language = get_language() or "en"
    years = _labelled(counts.get("year"), _year, language)
    return {
        "type": _labelled(counts.get("type"), _type, language),
        "topic": _from_masks(counts.get("topic"), terms.topics, language),
        "place": _from_masks(counts.get("place"), terms.places, language),
        "organization": _labelled(counts.get("organization"), _organization, language),
        SOURCE: _sources(counts.get(SOURCE), language),
        "year": sorted(years, key=lambda value: value.value, reverse=True),
        "language": _labelled(counts.get("language"), _language, language),
    }


def _labelled(counts: Counter[int] | None, named: LabelOf, language: str) -> list[FacetValue]:
    most = (counts or Counter()).most_common(MOST_VALUES)
    return [FacetValue(*named(number, language), count) for number, count in most]


def _sources(counter: Counter[int] | None, language: str) -> list[FacetValue]:
    most = (counter or Counter()).most_common(MOST_VALUES)
    names = source_names([pk for pk, _count in most], language)
    return [FacetValue(str(pk), names[pk], count) for pk, count in most if pk in names]


def _from_masks(masks: Counter[int] | None, vocabulary: terms.Vocabulary, language: str) -> list[FacetValue]:
    counts: defaultdict[int, int] = defaultdict(int)
    for mask, count in (masks or {}).items():
        for bit in terms.bits_of(mask):
            counts[bit] += count
    # The bits are all different, so their sum is the mask. A count may be 0 after the subtraction of repeated pages.
    held = sum(bit for bit, count in counts.items() if count)
    found = [FacetValue(term.slug, term.name_in(language), counts[term.bit]) for term in vocabulary.in_mask(held)]
    return sorted(found, key=lambda value: -value.count)


@cache
def _type(number: int, language: str) -> tuple[str, str]:
    kind = entry_kinds().numbered(number)
    return kind.name, str(kind.label)


def _organization(number: int, language: str) -> tuple[str, str]:
    organization = organization_cache.organization(number)
    return organization.slug, organization.name_in(language)


def _year(number: int, language: str) -> tuple[str, str]:
    return str(number), numerals(number, language)


@cache
def _language(number: int, language: str) -> tuple[str, str]:
    return LANGUAGES[number], str(dict(settings.LANGUAGES)[LANGUAGES[number]])
