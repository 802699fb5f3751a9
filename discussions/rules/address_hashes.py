"""Keyed hashes of mail addresses: what is still known of somebody who left, without her address."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "discussions.blocked_address"


def address_hash(email: str, key: str | bytes | None = None) -> str:
    """Return a keyed hash of a mail address, made with the portal's secret key or the given one."""
    return salted_hmac(SALT, email.lower(), secret=key, algorithm="sha256").hexdigest()


def address_hashes(email: str) -> list[str]:
    """Return the keyed hashes of a mail address by the portal's secret key and by each of its former keys."""
    return [address_hash(email, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
