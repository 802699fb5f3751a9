"""Secrets of our mails that an author copies into a post: whoever read them could end her mails, or write as her."""

from __future__ import annotations

import re

# Only what certainly is a link of ours: a post may name addresses of other sites.
MAILED_LINK = re.compile(
    r"(/(?:en|km)/(?:discussions/(?:join(?:/confirm)?|mail|posts/by-mail/(?:asked|missing))|follow/(?:confirm|manage|leave))/)"
    # A token has far more than 16 letters; words of addresses have fewer.
    r"[^/\s\"'?]{16,}"
)
SIGNED_ADDRESS = re.compile(r"\b(reply|bounce)\+[a-z2-7]{16,31}", re.IGNORECASE)


def without_own_secrets(text: str) -> str:
    """Return a text with the secret parts of the portal's mailed links and signed addresses as asterisks."""
    return SIGNED_ADDRESS.sub(r"\1+***", MAILED_LINK.sub(r"\1***", text))
