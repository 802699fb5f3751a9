"""Addresses that contain a secret, which must not appear in logs: its readers could use the links."""

from __future__ import annotations

import re

# The same list stands in docker/nginx.conf (a test compares them).
SECRET_PATHS = (
    r"/accounts/invitation/",
    r"/accounts/link/",
    r"/accounts/password/reset/key/",
    r"/accounts/confirm-email/",
    r"/(?:en|km)/follow/(?:confirm|manage|leave)/",
    r"/follower-data/",
    r"/(?:en|km)/discussions/join/(?:confirm/)?",
    r"/(?:en|km)/discussions/(?:mail|posts/by-mail/(?:asked|missing))/",
    r"/e/",
)
SECRET = re.compile(rf"({'|'.join(SECRET_PATHS)})[^/\s\"'?]+")


def without_secrets(text: str) -> str:
    """Return a text, such as a log line, with secrets in URL paths replaced by asterisks."""
    return SECRET.sub(r"\1***", text)
