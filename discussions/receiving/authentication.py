"""Read from Authentication-Results (RFC 8601) whether our own mail server proved the sender of a mail.

Everybody may write such a header into her mail, also under our server's name: the server must remove them. As a second
lock, a mail with more than one result of DMARC under that name proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings

LONGEST_HEADER = 4096
# Strangers choose what stands in quotation marks, such as the local part of an envelope's sender.
QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,1000}"')
COMMENT = re.compile(r"\([^()]{0,1000}\)")
FROM_DOMAIN = re.compile(r"\bheader\.from\s{0,8}=\s{0,8}([^\s;]{1,254})", re.IGNORECASE)
RESULT = re.compile(r"\s{0,8}dmarc\s{0,8}=\s{0,8}([a-z]{1,20})\b", re.IGNORECASE)


def is_sender_proven(headers: Iterable[str], sender: str) -> bool:
    """Return whether our mail server's DMARC result in Authentication-Results passes for a sender's domain.

    `sender` is the one address of From.
    """
    authserv_id = str(settings.DISCUSSIONS_AUTHSERV_ID).strip().lower()
    domain = sender.rpartition("@")[2].lower()
    if not authserv_id or not domain:
        return False
    results = [result for header in headers for result in dmarc_results(header, authserv_id)]
    # Exactly one: with two results the second may be the sender's own.
    return results == [("pass", domain)]


def dmarc_results(header: str, authserv_id: str) -> list[tuple[str, str]]:
    """Return (verdict, domain) of each DMARC result in one header; [] for a header that is not of our server."""
    plain = without_words_of_strangers(header)
    if plain is None:
        return []
    name, *results = plain.split(";")
    # The name may be followed by a version.
    if name.lower().split()[:1] != [authserv_id]:
        return []
    found = []
    for result in results:
        if verdict := RESULT.match(result):
            domain = FROM_DOMAIN.search(result)
            found.append((verdict[1].lower(), domain[1].lower() if domain else ""))
    return found


def without_words_of_strangers(header: str) -> str | None:
    """Return a mail header without comments and quoted words; None if too long or left unbalanced."""
    if len(header) > LONGEST_HEADER:
        return None
    header = QUOTED.sub("", header)
    # A comment may be in another one.
    for _depth in range(5):
        header, count = COMMENT.subn(" ", header)
        if not count:
            break
    # What is left of quotes or brackets was not balanced, and so may hide a part of a result.
    return None if set(header) & set('"()') else header
