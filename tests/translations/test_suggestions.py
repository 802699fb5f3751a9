"""Suggestions: where they come from, what closes them, and that no unsent draft of another organization is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation

from common.refusal import Refusal
from orgs.models import Organization
from outbox.services import drain
from tests.factories import make_page
from translations.models import PublishedPair
from translations.segments import SentenceState, counts_of, sentences_of
from translations.services import begin, draft, keep
from translations.status.matrix import Matrix
from translations.suggestions.fingerprints import COUNT, fingerprints_of
from translations.suggestions.offers import Offer, offers_for
from translations.suggestions.portal_words import cached, cached_index, words_in

pytestmark = pytest.mark.django_db

PUBLIC = "Twenty women from three communes learned how to read a commune budget."
PUBLIC_KHMER = "ស្ត្រី ២០ នាក់ មកពីឃុំបី បានរៀនអានថវិកាឃុំ។"


@pytest.fixture
def khmer(db: None) -> Locale:
    return Locale.objects.get(language_code="km")


def live_pair(organization: Any, source: str = PUBLIC, words: str = PUBLIC_KHMER, **fields: Any) -> tuple[Any, Any]:
    """An article in both languages, both public, with one sentence in its text."""
    page = make_page("article", organization, live=True, title="Budgets", summary=source, **fields)
    twin = make_page(
        "article",
        organization,
        "km",
        live=True,
        title="ថវិកា",
        summary=words,
        translation_key=page.translation_key,
        **fields,
    )
    drain()
    return page, twin


@pytest.fixture
def begin_with(organization: Any, officer: Any, khmer: Locale) -> Callable[[str], Translation]:
    """Begins the translation of an article with this summary."""

    def begin_with(summary: str) -> Translation:
        return begin(make_page("article", organization, live=True, owner=officer, summary=summary), khmer, officer)

    return begin_with


def offered(translation: Translation, organization: Any) -> list[Offer]:
    """The suggestions for the summary."""
    sentences = sentences_of(translation)
    (summary,) = (sentence for sentence in sentences if sentence.path == "summary")
    return offers_for(sentences, translation, organization).get(summary.segment, [])


def test_the_same_sentence_of_another_public_page_is_offered_with_its_origin(
    begin_with: Any, organization: Any, other_organization: Any
) -> None:
    live_pair(other_organization)
    (offer,) = offered(begin_with(PUBLIC), organization)
    assert (offer.words, offer.is_exact) == (PUBLIC_KHMER, True)
    assert (offer.organization, offer.title) == (other_organization, "ថវិកា")


def test_a_similar_sentence_is_offered_and_another_one_is_not(
    begin_with: Any, organization: Any, other_organization: Any
) -> None:
    live_pair(other_organization)
    (offer,) = offered(begin_with(PUBLIC.replace("Twenty", "Thirty")), organization)
    assert (offer.source, offer.words, offer.is_exact) == (PUBLIC, PUBLIC_KHMER, False)
    assert offered(begin_with("Three juries of women chose the best films of the year."), organization) == []


def test_a_pair_helps_in_both_directions(organization: Any, other_organization: Any, officer: Any) -> None:
    live_pair(other_organization)
    page = make_page("article", organization, "km", live=True, owner=officer, summary=PUBLIC_KHMER)
    translation = begin(page, Locale.objects.get(language_code="en"), officer)
    assert [offer.words for offer in offered(translation, organization)] == [PUBLIC]


def test_the_organizations_own_drafts_are_offered_first(
    begin_with: Any, organization: Any, other_organization: Any, officer: Any
) -> None:
    live_pair(other_organization)
    draft = begin_with(PUBLIC)
    own = next(sentence for sentence in sentences_of(draft) if sentence.path == "summary")
    keep(draft, own.segment, "ស្ត្រីម្ភៃនាក់រៀនអានថវិកា។", officer)
    first, second = offered(begin_with(PUBLIC), organization)
    assert (first.words, first.organization) == ("ស្ត្រីម្ភៃនាក់រៀនអានថវិកា។", None)
    assert second.organization == other_organization


def test_no_unsent_sentence_of_another_organization_is_offered(
    organization: Any, officer: Any, other_organization: Any, make_member: Any, khmer: Locale
) -> None:
    stranger = make_member(other_organization, "officer")
    planted = [f"Planted sentence number {n} about our secret meeting in village {n}." for n in range(200)]
    body = [{"type": "paragraph", "value": "".join(f"<p>{text}</p>" for text in planted)}]
    theirs = begin(
        make_page("article", other_organization, live=True, owner=stranger, summary=PUBLIC, body=body), khmer, stranger
    )
    secrets = sentences_of(theirs)
    pairs = [
        StringTranslation(
            translation_of_id=string,
            context_id=context,
            locale=khmer,
            data=f"សម្ងាត់ {number}",
            translation_type="manual",
        )
        for number, (string, context) in enumerate(
            theirs.source.stringsegment_set.values_list("string_id", "context_id")
        )
    ]
    StringTranslation.objects.bulk_create(pairs)
    assert len(secrets) > 200
    page = make_page("article", organization, live=True, summary=PUBLIC, body=body)
    ours = begin(page, khmer, officer)
    mine = sentences_of(ours)
    assert {sentence.source for sentence in mine} >= set(planted)
    assert not any(sentence.words for sentence in mine)
    assert not any(offers_for(mine, ours, organization).values())
    # Their words count nowhere as ours: neither in the sentences that are left, nor in the matrix, nor in a refusal.
    assert counts_of(mine)[SentenceState.MISSING] == len(mine)
    drain()
    assert [row.progress.missing for row in Matrix(organization)[:50] if row.progress] == [len(mine)]
    with pytest.raises(Refusal, match=f"^{len(mine)} sentences are still to be written"):
        draft(ours, officer)
    # The same question asked by their own page finds them: the search itself works.
    own = begin(make_page("article", other_organization, live=True, summary=PUBLIC, body=body), khmer, stranger)
    assert sum(bool(offers) for offers in offers_for(sentences_of(own), own, other_organization).values()) > 200


def test_a_withdrawn_restricted_or_deleted_page_takes_its_pairs_along_at_once(
    begin_with: Any, organization: Any, other_organization: Any
) -> None:
    translation = begin_with(PUBLIC)
    for close in ("unpublish", "delete"):
        for which in (0, 1):
            pages = live_pair(other_organization)
            assert offered(translation, organization)
            page = Page.objects.get(pk=pages[which].pk).specific
            getattr(page, close)()
            assert not PublishedPair.objects.filter(page__in=[page.pk for page in pages]).exists()
            Page.objects.get(pk=pages[1 - which].pk).delete()
            drain()


def test_a_restricted_page_takes_its_pairs_along_and_has_them_again_when_it_is_open(other_organization: Any) -> None:
    page, _twin = live_pair(other_organization)
    pairs = PublishedPair.objects.filter(page=page.pk)
    assert pairs.count() == 2
    restriction = PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")
    assert not pairs.exists()
    drain()
    assert not pairs.exists()
    restriction.delete()
    drain()
    assert pairs.count() == 2


@pytest.mark.parametrize(
    "fields", [{"is_hidden": True}, {"status": "suspended"}, {"status": "frozen"}], ids=lambda fields: str(fields)
)
def test_an_organization_that_is_not_public_offers_nothing(
    fields: dict[str, Any], begin_with: Any, organization: Any, other_organization: Any
) -> None:
    live_pair(other_organization)
    translation = begin_with(PUBLIC)
    Organization.objects.filter(pk=other_organization.pk).update(**fields)
    assert offered(translation, organization) == []


def test_a_page_published_anew_has_the_pairs_of_what_it_says_now(other_organization: Any) -> None:
    page, _twin = live_pair(other_organization)
    page = Page.objects.get(pk=page.pk).specific
    page.summary = "Forty women."
    page.save_revision().publish()
    drain()
    assert set(PublishedPair.objects.filter(page=page.pk).values_list("string__data", flat=True)) == {
        "Budgets",
        "Forty women.",
    }


def test_links_of_another_sentence_are_offered_as_plain_words(
    organization: Any, other_organization: Any, officer: Any, khmer: Locale
) -> None:
    def body(text: str) -> list[dict[str, str]]:
        return [{"type": "paragraph", "value": f"<p>{text}</p>"}]

    linked = body(f'<a href="https://example.org/a">{PUBLIC}</a>')
    page = make_page("article", other_organization, live=True, title="A", body=linked)
    translated = body(f'<a href="https://example.org/a">{PUBLIC_KHMER}</a>')
    make_page(
        "article",
        other_organization,
        "km",
        live=True,
        title="ក",
        translation_key=page.translation_key,
        body=translated,
    )
    drain()
    plain = begin(make_page("article", organization, live=True, owner=officer, body=body(PUBLIC)), khmer, officer)
    (sentence,) = (sentence for sentence in sentences_of(plain) if sentence.path.startswith("body"))
    (offer,) = offers_for([sentence], plain, organization)[sentence.segment]
    assert offer.words == PUBLIC_KHMER


def test_suggestions_for_fifty_sentences_take_three_queries_at_most(
    begin_with: Any, organization: Any, other_organization: Any, django_assert_max_num_queries: Any
) -> None:
    live_pair(other_organization)
    translation = begin_with(PUBLIC)
    sentences = sentences_of(translation) * 20
    with django_assert_max_num_queries(3):
        offers_for(sentences, translation, organization)


def test_words_of_the_portal_that_stand_in_a_sentence_are_named_once_the_longer_ones_first() -> None:
    cached.forget()
    cached_index.forget()
    found = [(word.en, word.km) for word in words_in("In Kampong Cham and in Kampong Cham: human rights.", "en")]
    assert len(found) == len(set(found))
    assert "Kampong Cham" in dict(found)
    assert words_in("", "en") == words_in("xyzzy", "km") == []


def test_sentences_that_share_most_words_share_a_fingerprint() -> None:
    other = PUBLIC.replace("Twenty", "Thirty")
    assert len(fingerprints_of(PUBLIC)) == COUNT
    assert fingerprints_of(PUBLIC) & fingerprints_of(other)
    assert not fingerprints_of(PUBLIC) & fingerprints_of("Nine films were shown on Friday evening at the riverside.")
    assert fingerprints_of("…") == frozenset()
