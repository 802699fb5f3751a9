"""Detection of addresses in texts about a safe place, where readers must not learn its address."""

from __future__ import annotations

import re

from khmer.text import normalise

# A house, street or lane with its number or name, in Khmer and English. A commune or province alone is allowed.
ADDRESS = re.compile(
    r"""
    ផ្ទះ\s*+(?:លេខ)?\s*+[0-9]++ | ផ្លូវ\s*+(?:លេខ|ជាតិ)?\s*+[0-9]++ | មហាវិថី\s*+\S{1,40}+
    | ភូមិ\s{0,3}\S{1,40}?\s{0,3}(?:ផ្ទះ|ក្រុម)\s{0,3}\S{0,40}
    | \b(?:house|building|room|flat)\s*+(?:no\.?|number)?\s*+\#?[0-9]++ | \#\s?[0-9]++\w*+\b
    | \b(?:st\.?|street|road|lane|boulevard|blvd\.?)\s*+(?:no\.?\s*+)?[0-9]++
    | \b[0-9]++\s*+(?:st|street|road|boulevard)\b
    | \b(?:behind|opposite|next\ to|across\ from)\ the\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def address_in(text: str) -> str:
    """Return the first passage in a text that looks like a street or house address; "" if there is none."""
    # Normalised: Khmer digits become 0-9, and invisible characters between letters are gone.
    found = ADDRESS.search(normalise(text))
    return found.group().strip() if found else ""
