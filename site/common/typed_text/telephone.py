"""Telephone numbers as people write them: split when a field has several, and made ready for dialling."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.typed_text.characters import plain

# Separators of two numbers in one field. A dash or a blank separates only where a new number begins after it.
BETWEEN = re.compile(r"[,;/|\n]|\b(?:or|and)\b|ឬ|និង", re.IGNORECASE)
BEGINS_ANEW = re.compile(r"(?<=\d\d\d)[ \-]+(?=\+|\(?0[1-9]|00[1-9]\d\d)")
# The characters of a number; other text in the same part says whose number it is.
NUMBER = re.compile(r"\(?\+?\(?\d[\d .()\-]{1,60}\d")
OTHER = re.compile(r"[^\d\s+().\-]")
ZERO_IN_BRACKETS = re.compile(r"(?<=\d)[ .\-]{0,2}\(0\)")
NO_DIGITS = re.compile(r"\D+")
COUNTRY = re.compile(r"^(?:00)?8550?")
# Extensions are no numbers, but short lines of three digits are (1280, 117).
FEWEST_DIGITS = 3
MOST_DIGITS = 15
# A national number has nine digits or ten.
NEW_NUMBER = 9


@dataclass(frozen=True)
class Telephone:
    """One telephone number, as it was written and as a link dials it."""

    written: str
    dialled: str

    @property
    def href(self) -> str:
        """Return the tel: link of this telephone number."""
        return f"tel:{self.dialled}"


def is_telephone(typed: str) -> bool:
    """Return whether a text consists of one or several telephone numbers and nothing else."""
    return bool(numbers_in(typed)) and not OTHER.search(BETWEEN.sub(" ", plain(typed)))


def numbers_in(typed: str) -> list[Telephone]:
    """Return the different telephone numbers in a text, in order; other text is left out."""
    found = [number for part in BETWEEN.split(plain(typed)) for number in _in_part(part)]
    return list({number.dialled: number for number in found}.values())


def _in_part(part: str) -> list[Telephone]:
    found = []
    for match in NUMBER.finditer(part):
        for written in _apart(BEGINS_ANEW.split(match.group())):
            dialled = as_dialled(written)
            if FEWEST_DIGITS <= len(dialled.lstrip("+")) <= MOST_DIGITS:
                found.append(Telephone(written.strip(), dialled))
    return found


def _apart(pieces: list[str]) -> list[str]:
    """Join pieces to whole numbers: a new one begins only behind one that is long enough."""
    whole: list[str] = []
    for piece in pieces:
        if whole and _size(whole[-1]) < NEW_NUMBER:
            whole[-1] += f" {piece}"
        else:
            whole.append(piece)
    if len(whole) > 1 and _size(whole[-1]) < NEW_NUMBER:
        last = whole.pop()
        whole[-1] += f" {last}"
    return whole


def _size(written: str) -> int:
    return len(NO_DIGITS.sub("", written))


def as_dialled(written: str) -> str:
    """Return a written telephone number as it is dialled: digits 0 to 9, with + before a country code."""
    text = ZERO_IN_BRACKETS.sub("", plain(written)).strip()
    number = NO_DIGITS.sub("", text)
    if text.lstrip("( ").startswith("+"):
        return f"+{number}"
    return f"+{number[2:]}" if number.startswith("00") and len(number) >= NEW_NUMBER else number


def same_number(written: str) -> str:
    """Return a telephone number for comparing, as a national one: +855 12 345 678 equals 012 345 678."""
    number = NO_DIGITS.sub("", plain(written))
    return "0" + COUNTRY.sub("", number) if COUNTRY.match(number) else number
