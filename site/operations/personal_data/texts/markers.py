"""Marks of a person in texts: her addresses, telephone numbers and names, in the ways they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from common.typed_text.characters import digits
from khmer.characters import COENG, MARKS
from operations.personal_data.people import DataSubject

# What takes the place of an address, a number or a name.
NEUTRAL = "[removed]"
# A shorter number is a hotline or a year, not somebody's telephone.
SHORTEST_NUMBER = 7
COUNTRY = "855"
# Between the digits of a number people type blanks, dashes, points and brackets.
BETWEEN = r"(?:[\s.()/\u2010-\u2015\u200b-]|%20|%2D){0,3}"
# Between two words of a name; a name in a link has other blanks.
BLANK = r"(?:[\s\u200b]{1,3}|%20|%C2%A0|\+|&nbsp;)"
LINK = r"<a\s[^<>]{{0,300}}href=[\"'](?:mailto|tel):(?:{0})[^<>]{{0,300}}>"


class Markers:
    """The marks by which a person is recognised in a text; an empty set recognises nobody."""

    def __init__(self, addresses: Iterable[str], phones: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        parts = [address_pattern(address) for address in sorted(addresses)]
        parts += [pattern for phone in sorted(phones) if (pattern := phone_pattern(phone))]
        parts += [name_pattern(name) for name in sorted(names) if is_full_name(name)]
        # (?!) matches nothing; an empty pattern would match everywhere.
        self.pattern = re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
        self.link = re.compile(LINK.format("|".join(parts) or r"(?!)"), re.IGNORECASE)

    def found_in(self, text: str) -> bool:
        """Return whether a text contains the person's address, telephone or name."""
        return bool(self.pattern.search(text))

    def redact(self, text: str) -> str:
        """Return a text with the person's address, telephone and name replaced by a neutral word, links emptied."""
        if not self.pattern.search(text):
            return text
        return self.pattern.sub(NEUTRAL, self.link.sub("<a>", text))


def markers_of(person: DataSubject) -> Markers:
    """Return the marks of a person to search texts for: addresses, telephones and names in both orders."""
    return Markers(person.addresses, person.phones, both_orders(person.names))


def address_markers(person: DataSubject) -> Markers:
    """Return the marks of a person to search texts for: the mail addresses alone."""
    return Markers(person.addresses)


def is_full_name(name: str) -> bool:
    """Return whether a name has two or more words."""
    return len(name.split()) > 1


def both_orders(names: Iterable[str]) -> set[str]:
    """Return the names as given and with the family name moved first or last."""
    found = set(names)
    for name in names:
        first, *rest = name.split()
        # "Sok Dara Chan": "Dara Chan Sok", and "Chan Sok Dara".
        found |= {" ".join((*rest, first)), " ".join((*rest[-1:], first, *rest[:-1]))}
    return {name for name in found if name.strip()}


def address_pattern(address: str) -> str:
    """Return the regular expression for a mail address, also as encoded in links, HTML or JSON.

    Nothing longer that ends or begins with it: that is somebody else's.
    """
    # Not "x" + address and not address + ".kh": those are others'.
    return rf"(?<![\w.+-]){''.join(map(_sign, address))}(?![\w-]|\.\w)"


def _sign(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return sign
    # Signs such as @ and + are also written as %40, &#64; or \u0040.
    code = ord(sign)
    ways = {re.escape(sign), re.escape(quote(sign, safe="")), f"&(?:amp;)?\\#{code};", rf"\\u{code:04x}"}
    return f"(?:{'|'.join(sorted(ways))})"


def phone_pattern(phone: str) -> str:
    """Return the regular expression for a phone number, with or without country code; "" if too short."""
    number = "".join(filter(str.isdigit, digits(phone)))
    # Only a long number: 855 may also begin a short one.
    own = number.removeprefix(COUNTRY) if len(number) > SHORTEST_NUMBER + 2 else number
    own = own.lstrip("0")
    # A hotline, or part of a number: it would hit texts about others.
    if len(own) < SHORTEST_NUMBER:
        return ""
    # +855, 00855 or 855, or a 0 within the country.
    country = rf"(?:(?:\+|%2B|00)?{BETWEEN.join(map(_digit, COUNTRY))}{BETWEEN}(?:{_digit('0')}{BETWEEN})?)"
    return rf"(?<!\d)(?:{country}|{_digit('0')}{BETWEEN})?{BETWEEN.join(map(_digit, own))}(?!\d)"


def _digit(digit: str) -> str:
    # Khmer digits stand from U+17E0 on.
    khmer = chr(0x17E0 + int(digit))
    return f"(?:[{digit}{khmer}]|{quote(khmer)}|\\\\u{ord(khmer):04x})"


def name_pattern(name: str) -> str:
    """Return the regular expression for a whole name in text, URLs or JSON, not inside a longer word.

    Khmer is written without blanks between words: there a name ends where a syllable does.
    """
    words = name.split()
    plain = BLANK.join("\u200b?".join(map(re.escape, word)) for word in words)
    # As in an address, a form, and JSON with escapes.
    written = {plain, re.escape(quote(name)), re.escape(quote_plus(name)), re.escape(json.dumps(name)[1:-1])}
    written |= {"-".join(map(re.escape, words)), "_".join(map(re.escape, words))}
    if name.isascii():
        return rf"(?<!\w)(?:{'|'.join(sorted(written))})(?!\w)"
    # Before a name no sign that joins it to a letter below (coeng), after it no vowel or other mark of its last
    # letter.
    return rf"(?<!{COENG})(?:{'|'.join(sorted(written))})(?![{MARKS}])"
