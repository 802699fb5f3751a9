"""Khmer text for display: places where lines may break, and shortening."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from khmer.characters import CLUSTER, COENG, DIGITS, LETTERS, MARKS, REPETITION
from khmer.segments import join_prefixes, segment
from khmer.text import has_khmer

BREAK, NO_BREAK = "\u200b", "\u00a0"
ELLIPSIS = "…"

# A number stays on one line with the word that it counts, and with the word that announces it.
COUNTERS = (
    "នាក់|អង្គការ|អង្គភាព|គ្រួសារ|ស្ត្រី|បុរស|ឆ្នាំ|ខែ|សប្តាហ៍|ថ្ងៃ|ម៉ោង|នាទី|ភាគរយ|ដុល្លារ|រៀល|គីឡូម៉ែត្រ"
    "|ម៉ែត្រ|លើក|ដង|ទំព័រ|ច្បាប់|ក្បាល|ខេត្ត|ស្រុក|ឃុំ|ភូមិ|លាន|ពាន់|រយ|មុន|ទៀត"
)
ANNOUNCERS = "ទី|ឆ្នាំ|ម៉ោង|ចំនួន"
NUMBER = f"[0-9{DIGITS}]++(?:[.,:][0-9{DIGITS}]++)*+"
# For example ៥០ នាក់ and ឆ្នាំ ២០២៦: the space becomes one at which no line breaks.
NUMBER_AND_COUNTER = re.compile(rf"(?<![0-9{DIGITS}])({NUMBER}) ++(?=(?:{COUNTERS})(?![{MARKS}]))")
ANNOUNCER_AND_NUMBER = re.compile(rf"({ANNOUNCERS}) ++(?=[0-9{DIGITS}])")

RUN = re.compile(rf"[{LETTERS}\u200c\u200d]+|{NUMBER}|[^\s{LETTERS}{DIGITS}]+|\s+|.", re.DOTALL)
STARTS_WITH_COUNTER = re.compile(f"(?:{COUNTERS})")
ENDS_WITH_ANNOUNCER = re.compile(f"(?:{ANNOUNCERS})$")
STARTS_WITH_NUMBER = re.compile(NUMBER)
ENDS_WITH_NUMBER = re.compile(f"[0-9{DIGITS}]$")
STARTS_WITH_LETTER = re.compile(rf"[^\W_{REPETITION}]")
ENDS_WITH_LETTER = re.compile(rf"(?:[^\W_]|[{MARKS}])(?<!{COENG})$")
UNIT = re.compile(rf"{CLUSTER}|.[\u0300-\u036f\u200c\u200d\ufe0f]*", re.DOTALL)
SENTENCE_END = re.compile(r"(?<=[។៕])|(?<=\w\w\w[.!?])(?=\s)")  # not after an abbreviation such as Dr.
TRAILING = " \t\r\n\u00a0\u200b,;:៖-–—"
STOPS = ".។៕"


@lru_cache(maxsize=4096)
def break_words(text: str) -> str:
    """Return a text with U+200B between Khmer words, where lines may break, and U+00A0 where they must not.

    Idempotent: zero-width spaces in the text are replaced by those found here.
    """
    # Breaks that people typed are replaced by those of the dictionary.
    text = text.replace(BREAK, "")
    if not has_khmer(text):
        return text
    text = ANNOUNCER_AND_NUMBER.sub(rf"\1{NO_BREAK}", NUMBER_AND_COUNTER.sub(rf"\1{NO_BREAK}", text))
    shown: list[str] = []
    for piece in _pieces(text):
        if shown and _may_break(shown[-1], piece):
            shown.append(BREAK)
        shown.append(piece)
    return "".join(shown)


def excerpt(text: str, limit: int) -> str:
    """Return a text shortened at a word with "…" to at most `limit` letters; a Khmer cluster counts as one letter."""
    text = " ".join(text.replace(BREAK, "").split())
    if not _is_longer(text, limit):
        return text
    return _cut(text, limit).rstrip(TRAILING + ".។") + ELLIPSIS


def letter_count(text: str) -> int:
    """Return the number of letters in a text; a Khmer cluster counts as one."""
    return sum(1 for _unit in UNIT.finditer(text))


def first_words(text: str, limit: int) -> str:
    """Return a title from a text's beginning: its first sentence or line, shortened to `limit` letters."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    sentence = SENTENCE_END.split(line, maxsplit=1)[0]
    return excerpt(sentence, limit).rstrip(TRAILING + STOPS)


def after_words(text: str, title: str) -> str:
    """Return the rest of a text after its title's words; the whole text when it begins differently."""
    text = text.strip()
    rest = text.removeprefix(title)
    return text if rest == text else rest.lstrip(TRAILING + STOPS)


def _pieces(text: str) -> Iterator[str]:
    for run in (match.group() for match in RUN.finditer(text)):
        if has_khmer(run):
            yield from join_prefixes(segment(run))
        else:
            yield run


def _may_break(left: str, right: str) -> bool:
    if not (has_khmer(left) or has_khmer(right)):
        return False
    if not (ENDS_WITH_LETTER.search(left) and STARTS_WITH_LETTER.match(right)):
        return False
    if ENDS_WITH_NUMBER.search(left):
        return STARTS_WITH_COUNTER.match(right) is None
    return not (STARTS_WITH_NUMBER.match(right) and ENDS_WITH_ANNOUNCER.search(left))


def _is_longer(text: str, limit: int) -> bool:
    return len(text) > limit and any(True for _ in islice(UNIT.finditer(text), limit, None))


def _cut(text: str, limit: int) -> str:
    space = text.rfind(" ", 0, limit + 1)
    if space > 0 and not has_khmer(text[: limit + 1]):
        return text[:space]
    # Khmer has no spaces between words: whole pieces are kept as long as they fit.
    kept, length = "", 0
    for piece in _pieces(text):
        length += letter_count(piece)
        if length > limit:
            break
        kept += piece
    return kept or "".join(UNIT.findall(text)[:limit])
