"""The rule for small corrections, which may be published without the author's consent.

They change three words at most, each by two clusters at most, and nothing by which somebody is reached or counted: no
digit of any script, no address, no link. A word that is put in or left out is no changed word: "not" is one too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from khmer.characters import BASES, MARKS
from khmer.segments import segment
from khmer.text import has_khmer
from moderation.comparison.change_ratio import SIGN, differing
from moderation.comparison.editable_texts import EditableText

# Changed words in a whole page, and changed clusters in each word.
MOST_WORDS = 3
MOST_CLUSTERS = 2
# With more pairs of words comparing takes too long while a decision waits; such a correction needs consent.
MOST_PAIRS = 4_000_000

TAG = re.compile(r"(<[^<>]*>)")
KHMER_RUN = rf"[{BASES}{MARKS}]+"
# A word with the signs inside it: telephone numbers, times, names of machines, addresses.
OTHER_WORD = rf"[^\W{BASES}{MARKS}]+(?:[^\w\s]+[^\W{BASES}{MARKS}]+)*"
WORD = re.compile(rf"{KHMER_RUN}|{OTHER_WORD}|\s+|[^\w\s]|\w")
LINK = re.compile(r"[@/\\]|www\.|\w\.\w", re.IGNORECASE)
# Invisible characters that are normal between Khmer words; any other one can change what is read.
INVISIBLE_BUT_MEANT = "\u200b\u200c\u200d"


@dataclass(frozen=True)
class ComparedWord:
    """A word, a tag or a sign; `is_glued` when no space parts it from the one before."""

    text: str
    is_tag: bool = False
    is_in_link: bool = False
    is_glued: bool = False

    @property
    def has_letters(self) -> bool:
        """Return whether the compared word has a letter or digit."""
        return any(sign.isalnum() for sign in self.text)


def is_small_change(before: Sequence[EditableText], after: Sequence[EditableText]) -> bool:
    """Return True if a page's texts and their corrections differ in a few letters of at most 3 words in all.

    Both are in the same order.
    """
    if [(text.path, text.kind) for text in before] != [(text.path, text.kind) for text in after]:
        return False
    changed = 0
    for old, new in zip(before, after, strict=True):
        if old.value != new.value:
            count = changed_words(words_of(old), words_of(new))
            if count is None:
                return False
            changed += count
    return changed <= MOST_WORDS


def changed_words(before: list[ComparedWord], after: list[ComparedWord]) -> int | None:
    """Return the number of words that differ between two texts; None if a change is too large to count as small."""
    if len(before) * len(after) > MOST_PAIRS:
        return None
    old, new = [word.text for word in before], [word.text for word in after]
    changed = 0
    for kind, start, end, since, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if not (_may_change(before, start, end) and _may_change(after, since, to)):
            return None
        if not _is_slight(old[start:end], new[since:to], before[start:end] + after[since:to]):
            return None
        changed += max(end - start, to - since)
    return changed


def words_of(text: EditableText) -> list[ComparedWord]:
    """Return one page text as a list of its words, punctuation and tags in order, for comparing."""
    found: list[ComparedWord] = []
    is_in_link, is_glued = False, False
    for part in TAG.split(text.value) if text.kind == "rich" else [text.value]:
        if text.kind == "rich" and TAG.fullmatch(part):
            is_in_link = part.lower().startswith("<a") or (is_in_link and not part.lower().startswith("</a"))
            found.append(ComparedWord(part, is_tag=True))
            is_glued = False
            continue
        for word in _words(unescape(part) if text.kind == "rich" else part):
            if not word.isspace():
                found.append(ComparedWord(word, is_in_link=is_in_link, is_glued=is_glued))
            is_glued = not word.isspace()
    return found


def _words(text: str) -> Iterator[str]:
    for match in WORD.finditer(unicodedata.normalize("NFC", text)):
        run = match.group()
        yield from segment(run) if has_khmer(run) else (run,)


def _may_change(words: list[ComparedWord], start: int, end: int) -> bool:
    """Return whether these words, and those glued to them, hold nothing that needs the author's consent."""
    touched = words[start:end]
    # A word glued to a changed one may be part of the same number or address.
    if start and start < len(words) and words[start].is_glued:
        touched = [words[start - 1], *touched]
    if start < end < len(words) and words[end].is_glued:
        touched = [*touched, words[end]]
    return not any(word.is_tag or word.is_in_link for word in words[start:end]) and not any(
        _reaches_or_counts(word.text) for word in touched
    )


def _reaches_or_counts(text: str) -> bool:
    """Return whether a word has a digit, a part of an address or an unusual invisible character."""
    # NFKC makes a full-width ＠ or a circled digit the usual sign, so that none passes in disguise.
    wide = unicodedata.normalize("NFKC", text)
    return LINK.search(wide) is not None or any(_counts(sign) or _is_hidden(sign) for sign in text + wide)


def _counts(sign: str) -> bool:
    # Numbers of every script, also Roman numerals, circled numbers and fractions.
    return unicodedata.category(sign) in ("Nd", "Nl", "No")


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn") and sign not in INVISIBLE_BUT_MEANT


def _is_slight(old: list[str], new: list[str], words: list[ComparedWord]) -> bool:
    """Return whether the same words are in both, each with a letter or two changed."""
    # Something was put in or left out: only signs without letters, such as a comma, are slight.
    if not old or not new:
        return not any(word.has_letters for word in words)
    if len(old) == len(new):
        return all(differing(_clusters(a), _clusters(b)) <= MOST_CLUSTERS for a, b in zip(old, new, strict=True))
    before, after = _clusters("".join(old)), _clusters("".join(new))
    # The same words written together or apart; or Khmer that was split differently, with as many clusters as before.
    is_khmer = has_khmer("".join(old)) and len(before) == len(after)
    return before == after or (is_khmer and differing(before, after) <= MOST_CLUSTERS)


def _clusters(text: str) -> list[str]:
    return SIGN.findall(text)
