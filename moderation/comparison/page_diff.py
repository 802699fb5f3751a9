"""The differences between two versions of a page, side by side, in whole words.

Khmer is compared as it looks: two spellings that nobody can tell apart are no change, and a sign never parts from its
letter. All other text is compared as it was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Literal

from wagtail.models import Page

from khmer.characters import COENG, LETTERS, MARKS
from khmer.lines import BREAK, break_words
from khmer.segments import join_prefixes, segment
from khmer.text import has_khmer, normalise
from moderation.comparison.comparable_parts import ComparablePart, parts_of

# The most pairs of equal tokens that difflib is given: its time grows with them, and a text of one repeated word
# has as many as its length squared. What has more is shown as replaced as a whole.
MOST_PAIRS = 200_000
# Of an unchanged passage with more words than the first number, only the second number stays at each end.
LONGEST_SAME, ENDS = 60, 12

# A sentence with its full stops, Latin or Khmer, and the spaces after it; the last one may have no full stop.
SENTENCE = re.compile(r"[^។៕\n.!?]*(?:[។៕\n.!?]+\s*|$)")
# A run of Khmer, a word of other scripts, a sign or a space, each with the spaces after it.
PIECE = re.compile(rf"(?:[{LETTERS}\u200c\u200d]+|\w+|[^\w\s]|\s)\s*")
KHMER_RUN = re.compile(f"([{LETTERS}]+)")
STARTS_WITH_MARK = re.compile(f"[{MARKS}{COENG}]")

Kind = Literal["same", "removed", "added"]
# (is it the same on both sides, its place in the old sequence, its place in the new one)
Step = tuple[bool, tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class DiffRun:
    """Words that are on both sides, or on one side alone; `folded` words are left out after them."""

    kind: Kind
    text: str
    folded: int = 0

    @property
    def shown(self) -> str:
        """Return the text of this run of a comparison, with marks where its lines may break, for the template."""
        return break_words(self.text)


@dataclass(frozen=True)
class DiffRow:
    """One part of the page as it was and as it is; a side that lacks the part is empty."""

    label: str
    before: list[DiffRun]
    after: list[DiffRun]

    @property
    def is_same(self) -> bool:
        """Return whether this part of the page is the same in both compared versions."""
        return all(run.kind == "same" for run in [*self.before, *self.after])


def compare_pages(before: Page | None, after: Page) -> list[DiffRow]:
    """Return a row for each part of two versions of a page with its differences; without `before` all is new."""
    return compare(parts_of(before) if before else [], parts_of(after))


def compare(before: Sequence[ComparablePart], after: Sequence[ComparablePart]) -> list[DiffRow]:
    """Return labelled parts of two versions in pairs with their differences, aligned by key and block by block."""
    rows: list[DiffRow] = []
    for key in dict.fromkeys(part.key for part in [*before, *after]):
        old = [part for part in before if part.key == key]
        new = [part for part in after if part.key == key]
        rows.extend(_row(*pair) for pair in _aligned(old, new))
    return rows


def _aligned(
    old: list[ComparablePart], new: list[ComparablePart]
) -> Iterator[tuple[ComparablePart | None, ComparablePart | None]]:
    """Yield the parts of both versions in pairs; None stands for a part that the other version lacks."""
    for same, (a, b), (c, d) in _steps(old, new, lambda part: (part.kind, part.text)):
        if same:
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            # Between two blocks that stayed, pair blocks of the same kind in their order.
            yield from _paired(old[a:b], new[c:d])


def _paired(
    old: list[ComparablePart], new: list[ComparablePart]
) -> Iterator[tuple[ComparablePart | None, ComparablePart | None]]:
    """Yield parts that differ in pairs of the same kind, and the others alone."""
    for same, (a, b), (c, d) in _steps(old, new, lambda part: part.kind):
        if same:
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from ((part, None) for part in old[a:b])
            yield from ((None, part) for part in new[c:d])


def _row(old: ComparablePart | None, new: ComparablePart | None) -> DiffRow:
    present = [part for part in (new, old) if part]
    return DiffRow(present[0].label, *compare_texts(old.text if old else "", new.text if new else ""))


def compare_texts(before: str, after: str) -> tuple[list[DiffRun], list[DiffRun]]:
    """Return two lists of runs, for the old and the new text, marked as same, removed or added.

    Sentences are compared first, then the words of those that differ.
    """
    old, new = _sentences(before), _sentences(after)
    left: list[tuple[Kind, str]] = []
    right: list[tuple[Kind, str]] = []
    for same, (a, b), (c, d) in _steps(old, new, _key):
        if same:
            left.append(("same", "".join(old[a:b])))
            right.append(("same", "".join(new[c:d])))
        else:
            _words_of("".join(old[a:b]), "".join(new[c:d]), left, right)
    return _runs(left), _runs(right)


def _words_of(before: str, after: str, left: list[tuple[Kind, str]], right: list[tuple[Kind, str]]) -> None:
    """Compare two passages word by word, and append the runs to both sides."""
    old, new = tokens(before), tokens(after)
    for same, (a, b), (c, d) in _steps(old, new, _key):
        left.append(("same" if same else "removed", "".join(old[a:b])))
        right.append(("same" if same else "added", "".join(new[c:d])))


def _steps(old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], object]) -> Iterator[Step]:
    """Yield the stretches that are the same and those that differ, in order."""
    a, b = [key(each) for each in old], [key(each) for each in new]
    # Equal ends are taken off first: they are most of a text, and difflib is slow with many equal tokens.
    start, end = _common_ends(a, b)
    if start:
        yield True, (0, start), (0, start)
    yield from _middle(a[start : len(a) - end], b[start : len(b) - end], start)
    if end:
        yield True, (len(a) - end, len(a)), (len(b) - end, len(b))


def _middle(a: list[object], b: list[object], offset: int) -> Iterator[Step]:
    """Yield the stretches between equal ends; `offset` is their place in the whole."""
    if not a and not b:
        return
    if _pairs(a, b) > MOST_PAIRS:
        yield False, (offset, offset + len(a)), (offset, offset + len(b))
        return
    # autojunk treats every word that is frequent in a long text as noise, and then finds nothing equal.
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield tag == "equal", (offset + i1, offset + i2), (offset + j1, offset + j2)


def _common_ends(a: list[object], b: list[object]) -> tuple[int, int]:
    """Return the numbers of tokens that are equal at the beginning and at the end."""
    shorter = min(len(a), len(b))
    start = next((place for place in range(shorter) if a[place] != b[place]), shorter)
    rest = shorter - start
    end = next((place for place in range(rest) if a[-1 - place] != b[-1 - place]), rest)
    return start, end


def _pairs(a: list[object], b: list[object]) -> int:
    """Return the number of pairs of equal tokens."""
    there = Counter(b)
    return sum(times * there[each] for each, times in Counter(a).items())


def tokens(text: str) -> list[str]:
    """Split a text into Khmer words, other words and signs, each with the space after it; joined they are the text."""
    found: list[str] = []
    for piece in (match.group() for match in PIECE.finditer(text)):
        parts = join_prefixes(segment(piece)) if has_khmer(piece) else [piece]
        for part in parts:
            # A mark belongs to the letter before it, even where a boundary between words was found between them.
            if found and (STARTS_WITH_MARK.match(part) or found[-1].endswith(COENG) or part.isspace()):
                found[-1] += part
            else:
                found.append(part)
    return found


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.findall(text.replace(BREAK, "")) if sentence]


# Cached: the same words come many times in one text, and normalising Khmer is slow.
@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """Return the form of a text that is compared: Khmer as it looks, all else as it is."""
    text = " ".join(text.split())
    return "".join(normalise(part) if has_khmer(part) else part for part in KHMER_RUN.split(text))


def _runs(pieces: list[tuple[Kind, str]]) -> list[DiffRun]:
    """Join neighbours of the same kind, and shorten long unchanged passages where something else has changed."""
    joined: list[tuple[Kind, str]] = []
    for kind, text in pieces:
        if text and joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        elif text:
            joined.append((kind, text))
    # Nothing else changed in this text: it is shown whole.
    if len(joined) == 1:
        return [DiffRun(*joined[0])]
    return [run for kind, text in joined for run in _folded(kind, text)]


def _folded(kind: Kind, text: str) -> list[DiffRun]:
    """Return a run of words; of a long unchanged passage only both ends."""
    found = tokens(text) if kind == "same" else []
    if len(found) <= LONGEST_SAME:
        return [DiffRun(kind, text)]
    return [DiffRun(kind, "".join(found[:ENDS]), len(found) - 2 * ENDS), DiffRun(kind, "".join(found[-ENDS:]))]
