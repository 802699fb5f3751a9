"""Undo the line breaks that mail programs and servers put into paragraphs."""

from __future__ import annotations

import re

# A mail server breaks longer lines (RFC 5321: 998 bytes) with a line break and a space, also inside a letter.
SERVER_BREAKS_AT = 990
QUOTE = re.compile(r"^(>*) ?")


def without_server_breaks(data: bytes) -> bytes:
    """Return bytes in which lines that a mail server broke after 990 bytes or more are joined again."""
    if len(data) < SERVER_BREAKS_AT:
        return data
    joined: list[bytes] = []
    last = 0
    for line in data.split(b"\n"):
        # The space at the begin was put in by the server, and is no part of the text.
        if joined and last >= SERVER_BREAKS_AT and line.startswith(b" "):
            joined[-1] = joined[-1].removesuffix(b"\r")
            joined.append(line[1:])
        else:
            joined.append(b"\n" + line if joined else line)
        last = len(line.removesuffix(b"\r"))
    return b"".join(joined)


def unflowed(text: str, *, deletes_space: bool) -> str:
    """Return a text of `format=flowed` (RFC 3676) with the soft line breaks of each paragraph removed."""
    paragraphs: list[str] = []
    depth_before, is_open = "", False
    for line in text.split("\n"):
        depth = line[: len(line) - len(line.lstrip(">"))]
        words = line[len(depth) :].removeprefix(" ")
        # "-- " ends in a space and would join the next line (RFC 3676, section 4.3).
        is_signature = words == "-- "
        # Another depth of quotation begins a new paragraph, whatever the line before says.
        if is_open and depth == depth_before and not is_signature:
            paragraphs.append(words)
        else:
            paragraphs.append(("\n" if paragraphs else "") + (f"{depth} " if depth else "") + words)
        is_open = words.endswith(" ") and not is_signature
        # `delsp=yes`: the space at the end belongs to the break, as in languages without spaces between words.
        if is_open and deletes_space:
            paragraphs[-1] = paragraphs[-1][:-1]
        depth_before = depth
    return "".join(paragraphs)
