"""The people of the tests of whole portals, and how they prove who they are."""

from __future__ import annotations

import time

PASSWORD = "a long password of a test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PEOPLE = {
    "officer": "officer@example.org",
    "manager": "manager@example.org",
    "stranger": "other-officer@example.org",
    "editor": "editor@example.org",
    "administrator": "administrator@example.org",
}
WITH_SECOND_FACTOR = ("manager", "editor", "administrator")


def one_time_code(secret: str = SECRET) -> str:
    """The six digits that a phone shows now (RFC 6238, steps of 30 seconds)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
