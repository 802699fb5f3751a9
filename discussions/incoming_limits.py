"""Limits of incoming mails, counted in their bytes before anything is parsed.

Python's parser takes minutes for a small mail of thousands of nested parts.
"""

from __future__ import annotations

import re
from enum import StrEnum

# The mail server before us has the same limit, which it says before the mail is sent.
LONGEST_MAIL = 10 * 1024 * 1024
MOST_PARTS = 100
MOST_HEADERS = 300
LONGEST_HEADERS = 256 * 1024

END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
# Each multipart names a boundary: their number bounds the number of levels.
BOUNDARY = re.compile(rb"boundary\s{0,8}\*?\s{0,8}=", re.IGNORECASE)
HEADER = re.compile(rb"^[^\s:]{1,200}:", re.MULTILINE)


class TooMuch(StrEnum):
    """A limit that a mail has passed. The values are verdicts of incoming mails."""

    BYTES = "too_many_bytes"
    PARTS = "too_many_parts"
    HEADERS = "too_many_headers"


def too_much(raw: bytes) -> TooMuch | None:
    """Return the first limit that a mail's bytes exceed (length, headers or parts); None when it may be parsed."""
    if len(raw) > LONGEST_MAIL:
        return TooMuch.BYTES
    end = END_OF_HEADERS.search(raw)
    headers = raw[: end.start()] if end else raw[: LONGEST_HEADERS + 1]
    if len(headers) > LONGEST_HEADERS or sum(1 for _ in HEADER.finditer(headers)) > MOST_HEADERS:
        return TooMuch.HEADERS
    if sum(1 for _ in BOUNDARY.finditer(raw)) > MOST_PARTS:
        return TooMuch.PARTS
    return None
