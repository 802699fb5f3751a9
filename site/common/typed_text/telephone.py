"""Telephone numbers as people write them: two of one field apart, and each as a telephone takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.typed_text.characters import plain

# Between two numbers of one field. A dash or a blank stands inside a number too, unless a new one begins behind it.
BETWEEN = re.compile(r"[,;/|\n]|\b(?:or|and)\b|ឬ|និង", re.IGNORECASE)
BEGINS_ANEW = re.compile(r"(?<=\d\d\d)[ \-]+(?=\+|\(?0[1-9]|00[1-9])")
# What a number is made of; the rest of a part says whose it is.
NUMBER = re.compile(r"\(?\+?\(?\d[\d .()\-]{1,60}\d")
ZERO_IN_BRACKETS = re.compile(r"(?<=\d)[ .\-]{0,2}\(0\)")
NO_DIGITS = re.compile(r"\D+")
COUNTRY = re.compile(r"^(?:00)?8550?")
# Extensions are no numbers, but short lines of three digits are (1280, 117).
FEWEST_DIGITS = 3
MOST_DIGITS = 15
NEW_NUMBER = 8


@dataclass(frozen=True)
class Telephone:
    """One number: as it was written, and as a link dials it."""

    written: str
    dialled: str


def numbers_in(typed: str) -> list[Telephone]:
    """Return the telephone numbers of a field, in their order; what is none is left out."""
    found = [number for part in BETWEEN.split(plain(typed)) for number in _in_part(part)]
    return list({number.dialled: number for number in found}.values())


def _in_part(part: str) -> list[Telephone]:
    found = []
    for match in NUMBER.finditer(part):
        # Two numbers with a blank between them: only where both are whole ones.
        pieces = BEGINS_ANEW.split(match.group())
        whole = all(len(NO_DIGITS.sub("", piece)) > NEW_NUMBER for piece in pieces)
        for written in pieces if whole else [match.group()]:
            dialled = as_dialled(written)
            if FEWEST_DIGITS <= len(dialled.lstrip("+")) <= MOST_DIGITS:
                found.append(Telephone(written.strip(), dialled))
    return found


def as_dialled(written: str) -> str:
    """Return one number as a telephone takes it: digits 0 to 9, with a plus before a country's code."""
    text = ZERO_IN_BRACKETS.sub("", plain(written)).strip()
    number = NO_DIGITS.sub("", text)
    if text.lstrip("( ").startswith("+"):
        return f"+{number}"
    return f"+{number[2:]}" if number.startswith("00") and len(number) > NEW_NUMBER else number


def same_number(written: str) -> str:
    """Return a number in one form, for comparing: 012 345 678 and +855 12 345 678 are one."""
    number = NO_DIGITS.sub("", plain(written))
    return "0" + COUNTRY.sub("", number) if COUNTRY.match(number) else number
