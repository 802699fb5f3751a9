"""Detection of text for old Khmer fonts, by letter sequences that no language of Latin letters has.

Measured in November 2026 on lines of real text:

| text | lines | found |
|---|---|---|
| catalogues of Django, Wagtail and allauth in 16 languages of Latin letters | 75,610 | 0 |
| the demo content in English and Khmer; documentation in English | 6,172 | 0 |
| names of provinces, districts, communes and villages in Khmer and in Latin letters | 16,830 | 0 |
| programs and notes about them (names such as builderFactory) | 58,299 | 19 |
| Khmer of the demo in lines of 20 letters or more, as Limon | 1,023 | 996 |
| the same as ABC and Baidok | 2,046 | 1,828 |

A line alone of a few letters (kar, nig) may be any language: it counts where the text around it is of an old font.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from khmer.old_fonts.conversion import convert_word, same_signs

# Addresses of the web and of mail have letters in any order.
ADDRESS = re.compile(r"(?:[a-z]{2,8}://|www\.)\S++|(?<!\S)[^\s@]++@\S++", re.IGNORECASE)
WORD = re.compile(r"\S++")
LATIN = re.compile(r"[^\W\d_\u1780-\u17ff]")
KHMER = re.compile(r"[\u1780-\u17ff]")
_SIGNS = "¶©¢§µ½¥Þþð®<"
# Sequences that words of Latin letters do not have: a capital after a small letter, capitals before them, signs.
STRANGE = re.compile(rf"[a-zé][A-Z]|[A-Z]{{2}}[a-z]{{2}}|[A-Za-zé][{_SIGNS}¾³²¬ß]|[{_SIGNS}][A-Za-zé]|[a-z][ÁÇÄÐÑÖØÆ]")
# Names such as PowerPoint or KhmerTimes.
CAMEL = re.compile(r"\A[A-Za-z]?[a-z]++(?:[A-Z][a-z]++)++\Z")
LATIN_WORD = re.compile(r"[A-Z]?[a-z]++|[A-Z]++")
AROUND_WORD = ".,:;!?()[]{}\"'“”‘’`¬¦°>/-"
# A line is strange with so many strange places, in words that have half of its letters or more.
FEWEST_STRANGE = 2
# The part of a line's letters, in words that can be converted, from which it counts within a text of an old font.
LEAST_OF_LINE = 0.7
# Signs of other makes of such fonts (ABC, Baidok) that Limon has not, and one that is rare there, where it is a word.
OTHER_MAKE = re.compile(r"[¨ºª~]")
RARE, COMMON = re.compile(r"[A-Za-z]´"), ";"


@dataclass(frozen=True)
class _Line:
    """A line as it was typed."""

    typed: str

    @cached_property
    def words(self) -> list[str]:
        return [same_signs(word) for word in WORD.findall(ADDRESS.sub(" ", self.typed))]

    @cached_property
    def letters(self) -> int:
        return sum(len(LATIN.findall(word)) for word in self.words)

    @cached_property
    def is_strange(self) -> bool:
        """Return whether this line is typed for an old Khmer font without doubt (property)."""
        strange = marked = 0
        for word in self.words:
            found = 0 if CAMEL.fullmatch(word.strip(AROUND_WORD)) else len(STRANGE.findall(word))
            # Signs of other fonts are taken out first: Limon does not have them, and they would make every word bad.
            if found and not convert_word(OTHER_MAKE.sub("", word)).bad:
                strange += found
                marked += len(LATIN.findall(word))
        return strange >= FEWEST_STRANGE and marked >= self.letters / 2

    @cached_property
    def is_plausible(self) -> bool:
        """Return whether this line may be typed for an old Khmer font, as lines around it are (property)."""
        good = sum(len(LATIN.findall(word)) for word in self.words if not convert_word(word).bad)
        return good > 0 and good >= self.letters * LEAST_OF_LINE and not KHMER.search(self.typed)

    @property
    def converted(self) -> str:
        kept = [match.span() for match in ADDRESS.finditer(self.typed)]
        has_unicode = KHMER.search(self.typed) is not None

        def convert(word: re.Match[str]) -> str:
            # Beside Khmer in Unicode numbers and signs are what they are.
            same = same_signs(word.group())
            stays = has_unicode and same == word.group() and not LATIN.search(same)
            return word.group() if stays or _is_within(word.start(), kept) else _converted(word.group())

        return WORD.sub(convert, self.typed)


@dataclass(frozen=True)
class OldFontText:
    """A text of an old font: the lines that are, the same lines in Unicode, and the whole text converted.

    The last two are empty when the kind of font is not known; only Limon is.
    """

    lines: list[str]
    converted_lines: list[str]
    converted: str


def old_font_text(text: str) -> OldFontText | None:
    """Return the lines of a text that are typed for an old Khmer font, with their Unicode; None if none are.

    In time linear in its length.
    """
    lines = [_Line(line) for line in text.split("\n")]
    strange = [line for line in lines if line.is_strange]
    if not strange:
        return None
    # Where most of a text is of an old font, short lines count that only may be.
    is_most = sum(line.letters for line in strange) * 2 >= sum(line.letters for line in lines)
    found = {line.typed for line in lines if line.is_strange or (is_most and line.is_plausible)}
    shown = [line.typed for line in lines if line.typed in found]
    if _is_other_make(same_signs("\n".join(shown))):
        return OldFontText(shown, [], "")
    converted = {line.typed: line.converted for line in lines if line.typed in found}
    whole = "\n".join(converted.get(line.typed, line.typed) for line in lines)
    return OldFontText(shown, [converted[line] for line in shown], whole)


def in_unicode(text: str) -> str:
    """Return a text converted to Unicode if it is for an old Khmer font ("" for an unknown font), else unchanged."""
    found = old_font_text(text)
    return found.converted if found else text


def _is_other_make(text: str) -> bool:
    return OTHER_MAKE.search(text) is not None or len(RARE.findall(text)) > text.count(COMMON)


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _converted(word: str) -> str:
    """Convert a word of such a line, unless it is a Latin word that cannot be converted whole."""
    core = word.strip(AROUND_WORD)
    if not LATIN_WORD.fullmatch(core) or not convert_word(core).bad:
        return convert_word(word).text
    before, after = word.split(core, 1)
    return convert_word(before).text + core + convert_word(after).text
