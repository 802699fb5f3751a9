"""Suggestions for the sentences of a translation, each with where it comes from.

From the memory of the page's own organization, and from pairs of two public pages. What another organization has not
published is never read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail_localize.models import StringTranslation, Translation

from orgs.models import Organization, OrgContentPage
from translations.engine.typed_notation import links_in, without_links
from translations.models import Fingerprint
from translations.segments import Sentence
from translations.suggestions.fingerprints import fingerprints_of, words_of
from translations.suggestions.published_pairs import readable_pairs

# Share of equal words from which another sentence is offered.
LEAST_ALIKE = 0.7
MOST_A_SENTENCE = 2
# Rows that are read for all sentences of a page together, the newest first: the time is bounded whatever is stored.
MOST_READ = 400


@dataclass(frozen=True)
class Offer:
    """A suggestion for a sentence: words, the sentence for which they were written, and where they come from.

    `source` and `words` are HTML as stored. `key` names the offer in a form. `organization` is None where it comes
    from the memory of the page's own organization; `title` is that of the page with the words.
    """

    key: str
    source: str
    words: str
    likeness: float
    organization: Organization | None
    title: str

    @property
    def is_exact(self) -> bool:
        """Return whether it was written for the very same sentence."""
        return self.likeness == 1


@dataclass(frozen=True)
class _Stored:
    key: str
    source: str
    words: str
    # Of the own memory the page's translation key, of a public pair the page's title.
    page: UUID | str
    organization: Organization | None


def offers_for(
    sentences: list[Sentence], translation: Translation, organization: Organization
) -> dict[int, list[Offer]]:
    """Return what is offered for each of these sentences of an organization's page, by segment; best first.

    Two at most for a sentence, with different words; three queries, none without sentences.
    """
    wanted = {sentence.segment: fingerprints_of(sentence.source) for sentence in sentences}
    values = frozenset().union(*wanted.values())
    if not values:
        return {}
    stored = [*_own(values, translation, organization), *_published(values, translation, organization)]
    titles = _own_titles(stored, translation)

    def title_of(entry: _Stored) -> str:
        return entry.page if isinstance(entry.page, str) else titles.get(entry.page, "")

    return {sentence.segment: _best(sentence, stored, title_of) for sentence in sentences}


def _own(values: Iterable[int], translation: Translation, organization: Organization) -> list[_Stored]:
    """Return what an organization's own memory holds for sentences with these fingerprints, its drafts included."""
    keys = OrgContentPage.objects.filter(organization=organization).values("translation_key")
    pairs = StringTranslation.objects.filter(
        translation_of__in=_strings(values),
        translation_of__locale=translation.source.locale_id,
        locale=translation.target_locale_id,
        context__object__in=keys,
        has_error=False,
    )
    newest = pairs.select_related("translation_of", "context").order_by("-updated_at", "-pk")[:MOST_READ]
    return [
        _Stored(f"own-{pair.pk}", pair.translation_of.data, pair.data, pair.context.object_id, None) for pair in newest
    ]


def _published(values: Iterable[int], translation: Translation, organization: Organization) -> list[_Stored]:
    """Return the pairs of two public pages, of any organization, for sentences with these fingerprints."""
    pairs = readable_pairs().filter(
        string__in=_strings(values), string__locale=translation.source.locale_id, locale=translation.target_locale_id
    )
    # A pair of the page itself is what stands in the boxes already.
    others = pairs.exclude(page__translation_key=translation.source.object_id)
    newest = others.select_related("string", "organization", "twin").order_by("-pk")[:MOST_READ]
    return [
        _Stored(
            f"public-{pair.pk}",
            pair.string.data,
            pair.words,
            pair.twin.title,
            None if pair.organization_id == organization.pk else pair.organization,
        )
        for pair in newest
    ]


def _strings(values: Iterable[int]) -> QuerySet[Fingerprint, Any]:
    return Fingerprint.objects.filter(value__in=values).values("string")


def _own_titles(stored: list[_Stored], translation: Translation) -> dict[UUID, str]:
    """Return the titles of an organization's own pages in the other language, by translation key."""
    keys = {entry.page for entry in stored if isinstance(entry.page, UUID)}
    pages = OrgContentPage.objects.filter(translation_key__in=keys, locale=translation.target_locale_id)
    return dict(pages.values_list("translation_key", "draft_title"))


def _best(sentence: Sentence, stored: list[_Stored], title_of: Callable[[_Stored], str]) -> list[Offer]:
    wanted = set(words_of(sentence.source))
    found: dict[str, Offer] = {}
    for entry in stored:
        words = set(words_of(entry.source))
        # A cheap comparison first: the one that counts takes a hundred times as long.
        if len(wanted & words) < LEAST_ALIKE / 2 * max(len(wanted), len(words)):
            continue
        likeness = 1.0 if entry.source == sentence.source else _likeness(sentence.source, entry.source)
        # What was not written for the very same sentence has other links.
        fits = links_in(entry.words) == links_in(sentence.source)
        said = entry.words if fits else without_links(entry.words)
        is_there = said == sentence.words or (sentence.former is not None and said == sentence.former[1])
        if likeness >= LEAST_ALIKE and not is_there and likeness > (found[said].likeness if said in found else 0):
            found[said] = Offer(entry.key, entry.source, said, likeness, entry.organization, title_of(entry))
    # Of equals the organization's own comes first, because it is read first and sorting keeps the order.
    return sorted(found.values(), key=lambda offer: -offer.likeness)[:MOST_A_SENTENCE]


def _likeness(one: str, other: str) -> float:
    # Below 1 for all but the very same sentence, which also has the same tags and punctuation.
    return min(0.99, SequenceMatcher(None, words_of(one), words_of(other), autojunk=False).ratio())
