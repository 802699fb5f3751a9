"""Khmer text for comparing: equal forms for spelling variants, and cutting into syllable clusters or words.

Khmer writes no spaces between words, and the same word is typed in many ways that look alike. Index and query
go through these pure functions, so that what looks the same is the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from khmer.characters import BASES, CLUSTER, COENG, INVISIBLES, LETTERS, MARKS
from khmer.segments import join_prefixes, segment

# Deprecated and look-alike letters, each with what is written today.
MODERN_LETTERS = {
    "\u17a3": "\u17a2",
    "\u17a4": "\u17a2\u17b6",
    "\u17a8": "\u17a7\u1780",
    "\u17b2": "\u17b1",
    "\u17d3": "\u17c6",
    "\u17dd": "\u17cb",
    "\u17d8": "\u17d4\u179b\u17d4",
}
ASCII_DIGITS = {chr(0x17E0 + digit): str(digit) for digit in range(10)}
REPLACEMENTS = str.maketrans({**dict.fromkeys(INVISIBLES, ""), **MODERN_LETTERS, **ASCII_DIGITS})

COENG_RO, COENG_DA, COENG_TA = COENG + "រ", COENG + "ដ", COENG + "ត"
SHIFTERS = "៉៊"
# Before a vowel sign above, both shifters are drawn as ុ, so readers cannot tell the three apart.
ABOVE_VOWELS = frozenset("ិីឹឺើ័")
SHIFTER_OR_U = re.compile("[៉៊ុ]+")
# Written with the first shifter, these letters would already be in that series: they take the second one.
TAKES_SECOND_SHIFTER = frozenset("សហអ")
SPLIT_VOWELS = (("េ", "ា", "ោ"), ("េ", "ី", "ើ"))  # two halves that are drawn as one vowel

DOUBLED = re.compile(f"((?:{COENG}[{BASES}])|[{MARKS}])\\1+")
BASE = re.compile(f"[{BASES}]")
PARTS = re.compile(f"{COENG}[{BASES}]|.", re.DOTALL)
MARKED_CLUSTER = re.compile(f"[{BASES}]?(?:{COENG}[{BASES}]|[{MARKS}])+")
GIVE_BEGINS = ("អោ", "ឱ")  # spellings of one very common word, ឱ្យ, all but for the យ
GIVE = re.compile(f"(?:{'|'.join(GIVE_BEGINS)})យ(?![{MARKS}])")
WORDLIKE = rf"[^\W_{LETTERS}]"  # a letter or digit that is not Khmer
TOKEN = re.compile(rf"{CLUSTER}|{WORDLIKE}+")
RUN = re.compile(rf"[{BASES}{MARKS}]+|{WORDLIKE}+")
# The same in text as it was typed: invisible characters anywhere inside, accents apart from their letter.
TYPED_MARK = f"(?:{COENG}[{INVISIBLES}]*[{BASES}]|[{MARKS}])[{INVISIBLES}]*"
TYPED_TOKEN = re.compile(
    rf"[{BASES}][{INVISIBLES}]*(?:{TYPED_MARK})*|(?:{TYPED_MARK})+|\u17d8"
    rf"|{WORDLIKE}(?:{WORDLIKE}|[{INVISIBLES}\u0300-\u036f])*"
)
KHMER = re.compile(f"[{LETTERS}]")


class Token(NamedTuple):
    """A token of normalised text, with its place in the typed text: `typed[start:end]`."""

    text: str
    start: int
    end: int


def has_khmer(text: str) -> bool:
    """Return whether a text contains a Khmer letter."""
    return KHMER.search(text) is not None


def normalise(text: str) -> str:
    """Return a text for comparing: one spelling of what looks the same, lower case, digits 0-9, nothing invisible.

    Idempotent. What it returns is for comparing, not for showing: invisible characters are gone.
    """
    text = _fold_width_and_case(text.translate(REPLACEMENTS))
    if not has_khmer(text):
        return text
    return GIVE.sub("ឱ្យ", MARKED_CLUSTER.sub(_normal_match, text))


def clusters(text: str) -> list[str]:
    """Return the tokens of a normalised text: each Khmer syllable, and each run of other letters and digits."""
    return TOKEN.findall(text)


def words(text: str) -> list[str]:
    """Return the words of a normalised text by ICU's dictionary, Khmer prefixes joined to the next word."""
    found: list[str] = []
    for run in RUN.findall(text):
        if has_khmer(run):
            found.extend(join_prefixes(segment(run)))
        else:
            found.append(run)
    return found


def tokens(typed: str) -> Iterator[Token]:
    """Yield the tokens of a typed text (Khmer syllables, other words), normalised, each with its place in it."""
    held: Token | None = None
    for match in TYPED_TOKEN.finditer(typed):
        start, end = match.span()
        for text in _tokens_of(match.group()):
            if held is None:
                held = Token(text, start, end)
            # The other spellings of ឱ្យ come as two tokens; normalised text has one.
            elif text == "យ" and held.end == start and held.text in GIVE_BEGINS:
                held = Token("ឱ្យ", held.start, end)
            else:
                yield held
                held = Token(text, start, end)
    if held:
        yield held


@lru_cache(maxsize=32768)
def _tokens_of(piece: str) -> tuple[str, ...]:
    return tuple(clusters(normalise(piece)))


def _fold_width_and_case(text: str) -> str:
    # NFKC changes no ASCII letter, and most English text is ASCII.
    if text.isascii():
        return text.casefold()
    # Folding case can undo a composition and the other way round: a second pass makes the result stable.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", text)


def _normal_match(match: re.Match[str]) -> str:
    return _normal_cluster(match.group())


@lru_cache(maxsize=32768)
def _normal_cluster(cluster: str) -> str:
    base = cluster[0] if BASE.match(cluster) else ""
    # The subscripts of ដ and ត are drawn alike.
    marks = _once(cluster[len(base) :].replace(COENG_DA, COENG_TA))
    for left, right, whole in SPLIT_VOWELS:
        if left in marks and right in marks:
            marks = marks.replace(left, "").replace(right, "") + whole
    return base + _in_order(_one_shifter(base, marks))


def _once(marks: str) -> str:
    return DOUBLED.sub(r"\1", marks)


def _in_order(marks: str) -> str:
    """Return marks in a fixed order: subscripts (RO last), shifter, vowel, ំ, ះ, other signs; doubled ones go."""
    return _once("".join(sorted(PARTS.findall(marks), key=_rank)))


def _rank(part: str) -> tuple[int, str]:
    if part.startswith(COENG):
        return (1, "") if part == COENG_RO else (0, "" if len(part) > 1 else part)
    if part in SHIFTERS:
        return 2, part
    return 3, part  # code points run from vowels over ំ and ះ to the other signs


def _one_shifter(base: str, marks: str) -> str:
    is_above = not ABOVE_VOWELS.isdisjoint(marks) or ("ា" in marks and "ំ" in marks)
    if not is_above:
        return marks
    return SHIFTER_OR_U.sub("៊" if base in TAKES_SECOND_SHIFTER else "៉", marks)
