"""The place where the LMTP server listens: a port of this machine alone, or a Unix socket."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

UNIX = "unix:"


@dataclass(frozen=True)
class ListeningPlace:
    """A loopback address with a port, or the path of a Unix socket."""

    host: str = ""
    port: int = 0
    path: Path | None = None

    def __str__(self) -> str:
        return f"{UNIX}{self.path}" if self.path else f"{self.host}:{self.port}"


def read_place(text: str) -> ListeningPlace:
    """Return the loopback address or Unix socket that a text names. Raises ValueError for any other place.

    Such as "127.0.0.1:8024", "[::1]:8024" or "unix:/run/neary/lmtp". The error is a sentence: whoever reaches the
    server may say that any mail is anybody's.
    """
    if text.startswith(UNIX):
        path = Path(text.removeprefix(UNIX))
        if not path.is_absolute():
            raise ValueError("Give the whole path of the socket, such as unix:/run/neary/lmtp.")
        return ListeningPlace(path=path)
    host, _colon, port = text.rpartition(":")
    # An IPv6 address stands in brackets before a port.
    host = host.strip("[]")
    if not is_loopback(host) or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("LMTP is only for a mail server on this machine: give 127.0.0.1:PORT or unix:/PATH.")
    return ListeningPlace(host=host, port=int(port))


def is_loopback(host: str) -> bool:
    """Return whether a host is a loopback IP address of this machine; False for a name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
