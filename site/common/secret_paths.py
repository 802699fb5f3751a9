"""Addresses in which a secret stands: whoever reads the log of requests must not come in by them."""

from __future__ import annotations

import re

# The same list stands in docker/nginx.conf (a test compares them).
SECRET_PATHS = (
    r"/accounts/invitation/",
    r"/accounts/password/reset/key/",
    r"/accounts/confirm-email/",
    r"/(?:en|km)/follow/(?:confirm|manage|leave)/",
)
SECRET = re.compile(rf"({'|'.join(SECRET_PATHS)})[^/\s\"'?]+")


def without_secrets(text: str) -> str:
    """Return a line of a log with its secrets left out."""
    return SECRET.sub(r"\1***", text)
