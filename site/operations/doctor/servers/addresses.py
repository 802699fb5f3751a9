"""Addresses of configured servers: public or not, and without credentials."""

from __future__ import annotations

from urllib.parse import urlsplit

from common.outgoing_http.addresses import is_public, look_up
from common.outgoing_http.deadline import Deadline

LOOK_UP_SECONDS = 3.0


def is_public_host(host: str) -> bool:
    """Return whether a host resolves to a public internet address; False for a socket path. OSError if to none."""
    # A path is the socket of a server on this machine.
    if not host or host.startswith("/"):
        return False
    return any(map(is_public, look_up(host, 0, Deadline(LOOK_UP_SECONDS, LOOK_UP_SECONDS))))


def without_credentials(url: str) -> str:
    """Return a URL without its user and password."""
    parts = urlsplit(url)
    # urlsplit keeps user and password in `netloc`; without an "@" rpartition returns the whole as the last part.
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
