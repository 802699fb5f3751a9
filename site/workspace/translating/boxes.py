"""The boxes of the translator's page: one for each sentence, with what was typed and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.http import QueryDict

from common.refusal import Refusal
from translations.engine.typed_notation import from_typed, links_in, to_typed
from translations.segments import Sentence, SentenceState
from translations.services import keep
from translations.suggestions.offers import Offer, offers_for
from translations.suggestions.portal_words import PortalWord, words_in
from workspace.translating.chips import with_chips

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from wagtail_localize.models import Translation

    from accounts.models import User
    from orgs.models import Organization

# Sentences that still need somebody come first.
ORDER = (SentenceState.MISSING, SentenceState.STALE, SentenceState.DONE)


@dataclass(frozen=True)
class ShownOffer:
    """A suggestion with its words, and the sentence for which they were written, in the notation of the boxes."""

    offer: Offer
    typed: str
    source: str


@dataclass
class SentenceBox:
    """A sentence with its number on the page, the text of its box, and what is wrong with the text.

    `offers` are suggestions for it, and `words` the portal's words in it as pairs of original and other language.
    `is_kept` says that what was typed was stored by this request.
    """

    sentence: Sentence
    number: int
    typed: str
    problem: str = ""
    is_kept: bool = False
    offers: list[ShownOffer] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name of the box in the form."""
        return f"sentence-{self.sentence.segment}"

    def is_named_by(self, chosen: str) -> bool:
        """Return whether the button of a suggestion for this sentence was pressed, by what it sent."""
        return chosen.partition(" ")[0] == str(self.sentence.segment)

    @property
    def still_right(self) -> str:
        """Return the name of the check box that says the former words still hold."""
        return f"still-{self.sentence.segment}"

    @property
    def original(self) -> SafeString:
        """Return the sentence of the original as HTML, with its links as numbered chips."""
        return with_chips(self.sentence.source)

    @property
    def first_link(self) -> str:
        """Return the number of the first link of the original, as the notation of the boxes takes it; "" for none."""
        return next(iter(links_in(self.sentence.source)), "")

    @property
    def former_original(self) -> str:
        """Return the original of before, or "" where it did not change."""
        return to_typed(self.sentence.former[0]) if self.sentence.former else ""


def stored_words(sentence: Sentence) -> str:
    """Return what the box of a sentence holds at first: its words, or those of before the original changed."""
    return to_typed(sentence.words or (sentence.former[1] if sentence.former else ""))


def boxes_of(sentences: list[Sentence]) -> list[SentenceBox]:
    """Return a box for each sentence: missing and changed ones first, then the others, each in the page's order."""
    boxes = [SentenceBox(sentence, number, stored_words(sentence)) for number, sentence in enumerate(sentences, 1)]
    return sorted(boxes, key=lambda box: ORDER.index(box.sentence.state))


def offer_words(boxes: list[SentenceBox], translation: Translation, organization: Organization) -> None:
    """Put suggestions and the portal's words beside those of these boxes whose sentences are not done."""
    waiting = [box for box in boxes if box.sentence.state != SentenceState.DONE]
    offers = offers_for([box.sentence for box in waiting], translation, organization)
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    for box in waiting:
        shown = [
            ShownOffer(offer, to_typed(offer.words), to_typed(offer.source))
            for offer in offers.get(box.sentence.segment, [])
        ]
        # Not what stands in the box already: after a changed original those are the words of before.
        box.offers = [offer for offer in shown if offer.typed != box.typed]
        box.words = [pair_of(word, source, target) for word in words_in(box.sentence.source, source)]


def pair_of(word: PortalWord, source: str, target: str) -> tuple[str, str]:
    """Return a word of the portal in two languages."""
    return word.name_in(source), word.name_in(target)


def take_offer(boxes: list[SentenceBox], chosen: str, translation: Translation, user: User) -> SentenceBox | None:
    """Put a suggestion into its box; return the box, None if it is offered no more. One for the same sentence is kept.

    `chosen` is what a button sent: the sentence's segment and the key of the suggestion. The words are never taken from
    the request. Those for a similar sentence only stand in the box: somebody has to read and save them.
    """
    box = next((box for box in boxes if box.is_named_by(chosen)), None)
    key = chosen.partition(" ")[2]
    offer = next((shown for shown in box.offers if shown.offer.key == key), None) if box else None
    if box is None or offer is None:
        return None
    box.typed = offer.typed
    if offer.offer.is_exact:
        keep_typed(box, translation, user)
    return box


def save_boxes(boxes: list[SentenceBox], typed: QueryDict, translation: Translation, user: User) -> int:
    """Keep what was typed into these boxes, and return how many changed; a refused box keeps its text and the reason.

    Boxes that the form did not send are left alone. A changed original is settled by other words, or by the check box.
    """
    changed = 0
    for box in boxes:
        if box.name not in typed:
            continue
        text = str(typed[box.name]).replace("\r\n", "\n").strip()
        is_confirmed = box.sentence.state == SentenceState.STALE and box.still_right in typed
        if text == box.typed.strip() and not is_confirmed:
            continue
        box.typed = text
        changed += keep_typed(box, translation, user)
    return changed


def keep_typed(box: SentenceBox, translation: Translation, user: User) -> bool:
    """Keep the text of a box in memory; return whether it was taken. A refused one has the reason as its problem."""
    html = box.typed if box.sentence.is_plain else from_typed(box.typed)
    act = partial(keep, translation, box.sentence.segment, html, user)
    try:
        act()
    except Refusal as refusal:
        box.problem = str(refusal)
    else:
        box.is_kept = True
    return box.is_kept
