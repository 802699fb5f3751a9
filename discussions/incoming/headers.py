"""Read the headers of a mail: their text, addresses, Message-IDs and date, however badly they are written."""

from __future__ import annotations

import binascii
import datetime as dt
import quopri
import re
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from discussions.addresses import LONGEST_ADDRESS
from discussions.incoming.charsets import clean, decode
from discussions.incoming_limits import END_OF_HEADERS, LONGEST_HEADERS, MOST_HEADERS

LONGEST_VALUE = 10_000
LONGEST_SUBJECT, LONGEST_NAME = 500, 200
MOST_REFERENCES = 50
LONGEST_MESSAGE_ID = 250

MESSAGE_ID = re.compile(rf"<[^<>\s]{{1,{LONGEST_MESSAGE_ID - 2}}}>")
# "=?utf-8?B?4Z6f...?=": charset, encoding (B or Q) and text.
WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
FOLD = re.compile(r"\r?\n(?=[ \t])")
# Some programs write the sign of the address like this, so that it is not collected.
HIDDEN_AT = re.compile(r"^([\w.+-]{1,64}) (?:at|AT|\[at\]|\(at\)) ([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})$", re.ASCII)
COMMENT = re.compile(r"\((.{0,200}?)\)")
NO_ADDRESS = re.compile(r"[\s<>,;:]")
NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
BLANK = " \t\r\n"


def read_headers(head: bytes) -> Message:
    """Return the parsed headers of a mail or part, no more than MOST_HEADERS; empty if unreadable; never raises."""
    head = head[:LONGEST_HEADERS]
    lines = head.split(b"\n")
    if len(lines) > MOST_HEADERS:
        starts = 0
        for number, line in enumerate(lines):
            starts += not line.startswith((b" ", b"\t"))
            if starts > MOST_HEADERS:
                head = b"\n".join(lines[:number]) + b"\n"
                break
    try:
        return BytesHeaderParser().parsebytes(head)
    # Python's parser raises errors of many kinds for broken headers.
    except Exception:
        return Message()


def end_of_headers(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return the byte positions at which a mail part's headers end and at which its body starts."""
    if raw[start : start + 2] == b"\r\n" or raw[start : start + 1] == b"\n":
        return start, start + (2 if raw[start : start + 1] == b"\r" else 1)
    found = END_OF_HEADERS.search(raw, start, min(end, start + 4 * LONGEST_HEADERS))
    return (found.start(), found.end()) if found else (end, end)


def values(headers: Message, name: str) -> list[str]:
    """Return all values of a header by name, each in one line, encoded words not decoded; [] where there is none."""
    try:
        found = headers.get_all(name, [])
    except Exception:
        return []
    return [FOLD.sub("", _bytes_read(str(value)[:LONGEST_VALUE])).strip(BLANK) for value in found]


def value(headers: Message, name: str) -> str:
    """Return the first value of a header by name, encoded words not decoded; "" where there is none."""
    return next(iter(values(headers, name)), "")


def decoded(written: str) -> str:
    """Return a header's value in one line with its encoded words (RFC 2047) decoded.

    Words that follow each other in one charset are joined first: many programs cut them inside a letter.
    """
    parts: list[str] = []
    waiting: list[tuple[str, str, str]] = []
    at = 0
    for word in WORD.finditer(written):
        between = written[at : word.start()]
        found = (word[1].partition("*")[0].lower(), word[2].lower(), word[3])
        # Words of one charset and encoding, with nothing but blanks between them, are one text.
        if waiting and (between.strip(BLANK) or waiting[-1][:2] != found[:2]):
            parts.append(_words(waiting))
            waiting = []
        if between.strip(BLANK) or not at:
            parts.append(between)
        waiting.append(found)
        at = word.end()
    if waiting:
        parts.append(_words(waiting))
    return " ".join(clean("".join([*parts, written[at:]])).split())


def subject_of(headers: Message) -> str:
    """Return a mail's subject, decoded, in one line of at most 500 characters; "" without one."""
    return decoded(value(headers, "Subject"))[:LONGEST_SUBJECT]


def sender_of(headers: Message) -> tuple[str, str, bool]:
    """Return address and name of a mail's sender, and whether the sender is clear; ("", "", False) for none or several.

    The address is in lower case.
    """
    found = values(headers, "From")
    try:
        addresses = getaddresses(found)
    # Python's parser raises errors of many kinds for broken addresses.
    except Exception:
        addresses = []
    # Several senders: none of them is believed.
    if len(found) != 1 or len(addresses) != 1:
        return "", "", False
    name, written = addresses[0]
    if not written and found:
        name, written = "", found[0]
    address = one_address(written)
    hidden = HIDDEN_AT.match(COMMENT.sub("", found[0]).strip())
    if not address and hidden:
        # Public archives name people so.
        inside = COMMENT.search(found[0])
        name, address = inside[1] if inside else "", one_address(f"{hidden[1]}@{hidden[2]}")
    return address, decoded(name)[:LONGEST_NAME], bool(address)


def one_address(written: str) -> str:
    """Return a written mail address in lower case; "" unless it is exactly one ASCII address."""
    address = written.strip().strip("<>").lower()
    is_one = address.count("@") == 1 and len(address) <= LONGEST_ADDRESS and address.isascii()
    local_part, _at, domain = address.partition("@")
    return address if is_one and local_part and domain and not NO_ADDRESS.search(address) else ""


def message_id_of(headers: Message) -> str:
    """Return a mail's Message-ID with its angle brackets; "" where there is none."""
    found = MESSAGE_ID.search(value(headers, "Message-ID"))
    return found[0] if found else ""


def references_of(headers: Message) -> tuple[str, ...]:
    """Return at most 50 Message-IDs of the mails that this mail answers, the nearest first, each once."""
    written = " ".join([*values(headers, "References"), *values(headers, "In-Reply-To")])
    # References has the oldest first, and In-Reply-To the nearest; reversed, the nearest comes first.
    return tuple(dict.fromkeys(reversed(MESSAGE_ID.findall(written))))[:MOST_REFERENCES]


def date_of(headers: Message) -> dt.datetime | None:
    """Return a mail's date as aware UTC time; None where there is none that can be read."""
    try:
        date = parsedate_to_datetime(value(headers, "Date")[:100])
        return (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bytes_read(written: str) -> str:
    """Return a value of which bytes above 127 were not decoded, as a text."""
    if written.isascii():
        return written
    return decode(written.encode("utf-8", "surrogateescape"), "")[0]


def _words(words: list[tuple[str, str, str]]) -> str:
    charset, encoding, _text = words[0]
    # In "Q" an underscore is a space (RFC 2047).
    if encoding == "q":
        # Without the flag: a cut word may end in a half escape, which quopri leaves as it is.
        data = quopri.decodestring("".join(word[2] for word in words).replace("_", " ").encode("utf-8"), header=True)
    # Each word is whole base64 by itself, as the RFC asks. Some programs cut in the middle: then all are one.
    elif all(len(word[2]) % 4 == 0 for word in words):
        data = b"".join(_base64(word[2]) for word in words)
    else:
        data = _base64("".join(word[2].rstrip("=") for word in words))
    return decode(data, charset)[0]


def _base64(written: str) -> bytes:
    letters = NO_BASE64.sub("", written)
    # One letter alone is not even a byte.
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        # Missing padding is added: many programs leave it out.
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
    except binascii.Error:
        return b""
