"""The boxes of the translator's page: one for each sentence, with what was typed and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.http import QueryDict

from common.refusal import Refusal
from translations.segments import Sentence, SentenceState
from translations.services import keep
from translations.typed_notation import from_typed, to_typed

if TYPE_CHECKING:
    from wagtail_localize.models import Translation

    from accounts.models import User

# Sentences that still need somebody come first.
ORDER = (SentenceState.MISSING, SentenceState.STALE, SentenceState.DONE)


@dataclass
class SentenceBox:
    """A sentence with its number on the page, the text of its box, and what is wrong with the text."""

    sentence: Sentence
    number: int
    typed: str
    problem: str = ""

    @property
    def name(self) -> str:
        """Return the name of the box in the form."""
        return f"sentence-{self.sentence.segment}"

    @property
    def still_right(self) -> str:
        """Return the name of the check box that says the former words still hold."""
        return f"still-{self.sentence.segment}"

    @property
    def original(self) -> str:
        """Return the sentence of the original, with its links in the notation of the boxes."""
        return to_typed(self.sentence.source)

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
        html = text if box.sentence.is_plain else from_typed(text)
        act = partial(keep, translation, box.sentence.segment, html, user)
        try:
            act()
        except Refusal as refusal:
            box.problem = str(refusal)
        else:
            changed += 1
    return changed
