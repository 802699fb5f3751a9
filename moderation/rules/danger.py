"""Find texts in which somebody tells of violence that goes on, of harming herself, or of a child that is harmed.

Nobody is answered by a program and nothing is refused: such a text waits for an editor before everything else, and its
writer is shown whom to call. A wrong alarm costs a little time, so the rules rather find too much. They look for a
person who is named ("beats me", "my daughter"); what is said of women or children at large raises no alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

from khmer.text import normalise
from moderation.rules import danger_words as lists

LATIN_WORD = re.compile(r"[a-z]+")
APOSTROPHES = str.maketrans("", "", "'’‘`´")
NOT_LETTERS = re.compile(r"[^a-z]+")
KHMER_PAUSES = re.compile("[\\s\u200b\u200c\u200d\u2060]+")
# An age below eighteen.
AGE = re.compile(r"\b(?:[1-9]|1[0-7]) ?-?(?:years?|yrs?) ?-?old\b")
# So many words, or in Khmer letters, may stand between an act and the person whom it hits.
WORDS_BETWEEN, LETTERS_BETWEEN, LETTERS_TO_CHILD = 5, 24, 60


class Danger(StrEnum):
    """The kinds of danger of which a text may tell."""

    SELF_HARM = "self-harm"
    CHILD = "child"
    VIOLENCE = "violence"


def danger_in(text: str) -> Danger | None:
    """Return the kind of danger a text seems to tell of: self-harm, harm of a child, violence; None for most texts."""
    plain = normalise(text.translate(APOSTROPHES))
    # With a space at each end, so that a phrase is found as whole words only.
    english = f" {NOT_LETTERS.sub(' ', plain)} "
    # Khmer is typed with spaces anywhere, also inside a phrase.
    khmer = KHMER_PAUSES.sub("", plain)
    words = LATIN_WORD.findall(plain)
    if _has_phrase(english, lists.SELF_HARM) or _has_any(khmer, lists.SELF_HARM_KHMER):
        return Danger.SELF_HARM
    if _harms_child(words, bool(AGE.search(plain))) or _harms_child_khmer(khmer):
        return Danger.CHILD
    if _is_violent(words) or _is_violent_khmer(khmer):
        return Danger.VIOLENCE
    if _has_phrase(english, lists.CALLS) or _has_any(khmer, lists.CALLS_KHMER):
        return Danger.VIOLENCE
    return None


def _is_violent(words: list[str]) -> bool:
    """Return whether an act of violence hits the writer or somebody of hers, or goes on now."""
    return any(word in lists.ACTS and _hits_somebody(words, place) for place, word in enumerate(words))


def _hits_somebody(words: list[str], place: int) -> bool:
    after = words[place + 1 : place + 1 + WORDS_BETWEEN]
    before = words[max(0, place - 3) : place]
    if lists.VICTIMS.intersection(after[:2]) or _names_relative(after):
        return True
    if words[place] in lists.WEAK_ACTS:
        return False
    # "He is beating her"; neither "beating is a crime" nor "the heat is killing the rice".
    if words[place].endswith("ing"):
        return bool(lists.GOING_ON.intersection(before[-2:]) and lists.PEOPLE.intersection(after))
    # "I was beaten".
    return "i" in before and bool(lists.PASSIVE.intersection(before))


def _names_relative(after: list[str]) -> bool:
    """Return whether "my mother", "our neighbour" or the like stands among the words."""
    return any(one in lists.OWN and two in lists.RELATIVES for one, two in pairwise(after))


def _harms_child(words: list[str], tells_age: bool) -> bool:
    acts = [place for place, word in enumerate(words) if word in lists.ACTS]
    for place, word in enumerate(words):
        if word not in lists.CHILDREN or not lists.KNOWN.intersection(words[max(0, place - 3) : place]):
            continue
        near = 2 * WORDS_BETWEEN if tells_age else WORDS_BETWEEN
        if any(abs(act - place) <= near for act in acts):
            return True
    return False


def _is_violent_khmer(text: str) -> bool:
    for start, end in _places(text, lists.ACTS_KHMER):
        if _has_any(text[end : end + LETTERS_BETWEEN], lists.VICTIMS_KHMER):
            return True
        before = text[max(0, start - LETTERS_BETWEEN) : start]
        # "I am (beaten, threatened)": Khmer's passive; and what goes on.
        if "ត្រូវ" in before and _has_any(before, lists.VICTIMS_KHMER):
            return True
        if _has_any(before[-12:], lists.GOING_ON_KHMER):
            return True
    return False


def _harms_child_khmer(text: str) -> bool:
    for start, end in _places(text, lists.CHILDREN_KHMER):
        around = text[max(0, start - LETTERS_TO_CHILD) : end + LETTERS_TO_CHILD]
        close = text[start : end + LETTERS_BETWEEN]
        if _has_any(close, lists.KNOWN_KHMER) and _has_any(around, lists.ACTS_ON_CHILDREN_KHMER):
            return True
    return False


def _places(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places, from and to, at which any of the words stands in the text."""
    return [place for word in words for place in _places_of_one(text, normalise(word))]


def _places_of_one(text: str, word: str) -> Iterator[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))


def _has_phrase(text: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _has_any(text: str, words: tuple[str, ...]) -> bool:
    return any(normalise(word) in text for word in words)
