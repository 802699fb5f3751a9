"""Segmentation of Khmer text into words by ICU's dictionary, with corrections of its own."""

import re
from collections.abc import Iterable, Iterator

from icu4py.breakers import WordBreaker

from khmer.characters import COENG, MARKS, REPETITION

# Words that make a noun, or name a person or group, together with the word after them.
PREFIXES = frozenset({"ការ", "ភាព", "សេចក្តី", "សេចក្ដី", "អ្នក", "លោក", "ក្រុម"})
# Single words that ICU cuts in two.
COMPOUNDS = (
    "សេចក្តី",
    "សេចក្ដី",
    "ព្រឹត្តិការណ៍",
    "ក្រុមប្រឹក្សាឃុំ",
    "ប្រឹក្សាឃុំ",
    "ទូរស័ព្ទដៃ",
    "ទូរសព្ទដៃ",
    "អ៊ិនធឺណិត",
    "អ៊ិនធឺណែត",
    "អ៊ីនធឺណែត",
    "អុីនធឺណិត",
    "ហ្វេសប៊ុក",
)
# Beside ៗ the dictionary cuts the word before it differently, so it is kept from it.
FIXED = re.compile(f"((?:{'|'.join(COMPOUNDS)})(?![{MARKS}])|{REPETITION})")
CLINGING_START = re.compile(f"[{MARKS}{REPETITION}\u200c\u200d]")


def segment(run: str) -> Iterator[str]:
    """Yield the words of a run of Khmer letters by ICU's dictionary, never cut inside a cluster."""
    held = ""
    for piece in _cut(run):
        if held and not _may_part(held, piece):
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def join_prefixes(pieces: Iterable[str]) -> Iterator[str]:
    """Yield word pieces with Khmer prefixes (ការ, ភាព, សេចក្តី, អ្នក, លោក, ក្រុម) joined to the next word."""
    held = ""
    for piece in pieces:
        held += piece
        if piece not in PREFIXES:
            yield held
            held = ""
    if held:
        yield held


def _cut(run: str) -> Iterator[str]:
    # With a group split() returns the fixed words at odd places.
    for position, part in enumerate(FIXED.split(run)):
        if position % 2:
            yield part
        elif part:
            # ICU counts in UTF-16 units, so its offsets are of no use to Python: the pieces themselves are.
            yield from WordBreaker(part, "km")


def _may_part(left: str, right: str) -> bool:
    # A coeng makes a subscript of the next letter, so nothing may stand between them.
    return not left.endswith(COENG) and CLINGING_START.match(right) is None
