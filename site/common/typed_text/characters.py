"""Characters of typed text: visible ones, invisible ones, and a plain form for programs."""

from __future__ import annotations

import re
import unicodedata

# Drawn by no font: The Unicode Standard's Default_Ignorable_Code_Point, and what is drawn as a blank.
INVISIBLES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# They end a line, draw a text in another order, or are no characters at all.
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
NO_CHARACTERS = "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
LINE_ENDS = "\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
CONTROLS = "\x00-\x1f\x7f-\x9f"

NOT_SEEN = re.compile(f"[{INVISIBLES}{CONTROLS}\u2028\u2029]")
NOT_IN_A_LINE = re.compile(f"[{CONTROLS}{LINE_ENDS}{BIDI}{NO_CHARACTERS}]")
# NUL stays: forms refuse it.
NOT_IN_A_TEXT = re.compile(f"[\x01-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069{NO_CHARACTERS}]")
LINE_END = re.compile(f"\r\n|[{LINE_ENDS}]")
# Dashes that Unicode does not count among them: minus, hyphen bullet, and what telephones draw alike.
MORE_DASHES = "\u2043\u2212\u23af\u30fc"


def has_content(text: str) -> bool:
    """Return whether a text has a visible letter, digit, sign or symbol, more than blanks and lone marks.

    Blanks, and marks without a letter, are nothing.
    """
    return any(unicodedata.category(letter)[0] in "LNPS" and not NOT_SEEN.match(letter) for letter in text)


def readable(text: str) -> str:
    """Return a text without blanks at its ends; "" when it has nothing visible."""
    return text.strip() if has_content(text) else ""


def without_invisible(text: str) -> str:
    """Return a text without invisible and control characters, line ends too."""
    return NOT_SEEN.sub("", text)


def one_line(text: str) -> str:
    """Return a text as one line: line ends and control characters become blanks; a text without any stays unchanged."""
    return " ".join(NOT_IN_A_LINE.sub(" ", text).split()) if NOT_IN_A_LINE.search(text) else text


def lines(text: str) -> str:
    """Return a text with each kind of line end as a line feed, and without forbidden control characters."""
    return NOT_IN_A_TEXT.sub("", LINE_END.sub("\n", text))


def digits(text: str) -> str:
    """Return a text with the digits of every script, such as Khmer, replaced by 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def plain(text: str) -> str:
    """Return a text simplified for programs: full-width forms, digits, dashes and blanks in their ASCII form.

    For programs, not for display.
    """
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", NOT_SEEN.sub(_kept_control, text))
    return "".join(map(_plain_letter, folded))


def plain_word(text: str) -> str:
    """Return a typed number, code or address for programs: ASCII forms, no blanks around, nothing invisible."""
    return without_invisible(plain(text)).strip()


def mail_address(text: str) -> str:
    """Return a typed mail address normalized for storage: ASCII forms, lower case, nothing invisible; not validated."""
    return plain_word(text).lower()


def _kept_control(match: re.Match[str]) -> str:
    return match.group() if match.group() in "\t\n\r" else ""


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    category = unicodedata.category(letter)
    if category == "Pd" or letter in MORE_DASHES:
        return "-"
    if category == "Zs":
        return " "
    # "Nd" are the decimal digits of all scripts.
    return str(unicodedata.decimal(letter, letter)) if category == "Nd" else letter
