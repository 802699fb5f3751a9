"""Conversion of Limon text to Unicode: from the order of drawing to the order of reading."""

import re
from typing import NamedTuple

from khmer.characters import COENG
from khmer.old_fonts import limon

COENG_RO = COENG + "រ"
VOWEL_SIGNS = "ាិីឹឺុូួើឿៀេែៃោៅ"
# The vowels that េ makes together with a sign after the consonant.
TOGETHER = {"ា": "ោ", "ី": "ើ", "ឿ": "ឿ", "ៀ": "ៀ", "ៅ": "ៅ"}
# Below such a sign both shifters are drawn as ុ; these letters take the second, all others the first.
ABOVE = frozenset("ិីឹឺ័")
TAKES_SECOND_SHIFTER = frozenset("សហអ")


def _class(characters: str) -> str:
    return f"[{re.escape(characters)}]"


_BEFORE, _RO = _class("".join(limon.VOWELS_BEFORE)), _class("".join(limon.RO_BEFORE))
_BASE = _class("".join((*limon.CONSONANTS, *limon.INDEPENDENT_VOWELS)))
_SUBSCRIPT = _class("".join(limon.SUBSCRIPTS))
_MARK = _class("".join((*limon.SUBSCRIPTS, *limon.VOWELS_AFTER, *limon.SHIFTERS, *limon.SIGNS)))
# "Ba" is ញ without its lower part, where a subscript stands in its place.
_SYLLABLE = re.compile(
    f"(?P<before>(?:{_BEFORE}{_RO}?|{_RO}{_BEFORE}?)?)"
    f"(?P<base>Ba(?={_SUBSCRIPT})|{'|'.join(map(re.escape, limon.PAIRS))}|{_BASE})"
    f"(?P<marks>(?:{_MARK}|{_RO}(?!{_BEFORE}?{_BASE}))*+)"
)
_OTHER = {**limon.WHOLE, **limon.PUNCTUATION, "³": "៖"}
# Word's fonts of symbols have the characters of such a font here, each at its place among 256.
_SYMBOLS = {0xF000 + code: bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100)}
# Codes without a letter in code page 1252 come as control characters, and Word writes an ellipsis for three dots.
_SAME = _SYMBOLS | {0x91: "\u2018", 0x92: "\u2019", ord("…"): "...", 0xAD: "-"}


class Converted(NamedTuple):
    """A converted word: the text, and the numbers of letters that were and were not part of whole syllables."""

    text: str
    good: int
    bad: int


def same_signs(text: str) -> str:
    """Return a text for the old Khmer font Limon with variants of each sign replaced by its standard code."""
    return text.translate(_SAME)


def convert_word(word: str) -> Converted:
    """Convert a word typed for the old Khmer font Limon to Unicode, with counts of good and bad signs."""
    word = same_signs(word)
    parts: list[str] = []
    good = bad = place = 0
    while place < len(word):
        if match := _SYLLABLE.match(word, place):
            syllable = _syllable(match)
            parts.append(syllable or match.group())
            good, bad = (good + len(match.group()), bad) if syllable else (good, bad + len(match.group()))
            place = match.end()
            continue
        sign = word[place]
        parts.append(_OTHER.get(sign, sign))
        good += sign in limon.WHOLE
        bad += sign not in _OTHER and sign not in "-=?\u201c\u201d"
        place += 1
    return Converted("".join(parts), good, bad)


def _syllable(match: re.Match[str]) -> str | None:
    """Return the syllable in the order of Unicode; None where its signs make none."""
    before, base, marks = match.group("before", "base", "marks")
    letter = (
        "ញ" if base == "Ba" else limon.PAIRS.get(base) or limon.CONSONANTS.get(base) or limon.INDEPENDENT_VOWELS[base]
    )
    subscripts = [limon.SUBSCRIPTS[mark] for mark in marks if mark in limon.SUBSCRIPTS]
    if any(mark in limon.RO_BEFORE for mark in before + marks):
        subscripts.append(COENG_RO)
    vowels = [limon.VOWELS_BEFORE[mark] for mark in before if mark in limon.VOWELS_BEFORE]
    vowels += [limon.VOWELS_AFTER[mark] for mark in marks if mark in limon.VOWELS_AFTER]
    shifters = [limon.SHIFTERS[mark] for mark in marks if mark in limon.SHIFTERS]
    signs = "".join(limon.SIGNS[mark] for mark in marks if mark in limon.SIGNS)
    if "ុ" in vowels and _is_shifter(vowels, signs):
        vowels.remove("ុ")
        shifters.append("៊" if letter in TAKES_SECOND_SHIFTER else "៉")
    vowel = _vowel(vowels)
    if vowel is None or len(subscripts) > 2 or len(shifters) > 1 or len(set(signs)) < len(signs):
        return None
    robat = "៌" if "៌" in signs else ""
    return letter + robat + "".join(_of_da(letter, subscripts)) + "".join(shifters) + vowel + signs.replace("៌", "")


def _is_shifter(vowels: list[str], signs: str) -> bool:
    others = {*vowels, *signs}
    return not others.isdisjoint(ABOVE) or {"ា", "ំ"} <= others


def _vowel(vowels: list[str]) -> str | None:
    if len(vowels) == 2 and vowels[0] == "េ":
        return TOGETHER.get(vowels[1])
    return "".join(vowels) if len(vowels) < 2 else None


def _of_da(letter: str, subscripts: list[str]) -> list[str]:
    """Return the subscripts, with ដ for ត below ណ: the font draws the two alike."""
    return [COENG + "ដ" if letter == "ណ" and sign == COENG + "ត" else sign for sign in subscripts]
