"""Broken Khmer syllables: signs without a letter to stand on, and signs that exclude each other.

They come from copies of PDF files and from slips of the hand; browsers draw a dotted circle in their place. What is
only typed in an unusual order, which `khmer.text.normalise` puts right, is none of them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from khmer.characters import BASES, COENG, INVISIBLES, MARKS
from khmer.text import normalise

# Joiners stand inside syllables by right; a zero-width space parts them.
JOINERS = "\u200c\u200d"
DOTTED_CIRCLE = "\u25cc"
# This sign is typed as a colon too, in hours and after a blank, where it has no letter to stand on.
COLON = "ៈ"
SYLLABLE = re.compile(
    rf"(?P<base>[{BASES}{DOTTED_CIRCLE}]?)(?P<marks>(?:{COENG}[{JOINERS}]{{0,2}}+[{BASES}]|[{MARKS}]|[{JOINERS}]{{1,2}}+(?=[{MARKS}]))++)"
)
PART = re.compile(f"{COENG}[{BASES}]|[{MARKS}]")
VOWELS = frozenset("ាិីឹឺុូួើឿៀេែៃោៅ")
# No word has more subscripts; text that was copied badly repeats them in long rows.
MOST_SUBSCRIPTS = 3
AROUND = 12
CLINGING = re.compile(f"[{MARKS}{INVISIBLES}]")


class BrokenSyllable(NamedTuple):
    """A syllable that cannot be read, with the text around it, cut at the end of a syllable."""

    syllable: str
    passage: str


def broken_syllables(text: str) -> Iterator[BrokenSyllable]:
    """Yield each Khmer syllable of a text whose signs lack a letter or exclude each other, with its passage."""
    for match in SYLLABLE.finditer(text):
        if _is_broken(match.group("base"), match.group("marks")):
            yield BrokenSyllable(match.group(), text[_start(text, match.start()) : _end(text, match.end())])


def _is_broken(base: str, marks: str) -> bool:
    parts = PART.findall(marks)
    if base == DOTTED_CIRCLE or (not base and marks == COLON):
        return False
    # A coeng that is left alone makes a subscript of nothing.
    if not base or COENG in parts:
        return True
    if any(left == right for left, right in pairwise(parts)) or parts.count("ំ") > 1 or {"៉", "៊"} <= set(parts):
        return True
    # Two vowels that normalise() makes one (េ and ា) are only typed in halves.
    subscripts = sum(part.startswith(COENG) for part in parts)
    return subscripts > MOST_SUBSCRIPTS or sum(sign in VOWELS for sign in normalise(base + marks)) > 1


def _start(text: str, place: int) -> int:
    start = max(0, place - AROUND)
    while start < place and CLINGING.match(text, start):
        start += 1
    return start


def _end(text: str, place: int) -> int:
    end = min(len(text), place + AROUND)
    while end < len(text) and end < place + 2 * AROUND and CLINGING.match(text, end):
        end += 1
    return end
