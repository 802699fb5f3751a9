"""Names under which the server of test feeds is found, also in a process that shall take little memory."""

from __future__ import annotations

import socket
from typing import Any

from common.outgoing_http import addresses

# An address of the loopback that no part of the portal uses: only this one counts as public beside what really is.
ADDRESS = "127.0.0.7"


def lead_to(patch: Any, port: int) -> list[Any]:
    """Let every name of .example but inside.example lead to this port here; return the list of connections made.

    `patch` sets attributes and items: pytest's monkeypatch, which puts them back.
    """
    is_public, connect, look_up = addresses.is_public, socket.create_connection, socket.getaddrinfo
    made: list[Any] = []

    def found(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if not host.endswith(".example"):
            return look_up(host, port, *args, **kwargs)
        address = "10.0.0.1" if host == "inside.example" else ADDRESS
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connecting(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        made.append(address)
        return connect(address, *args, **kwargs)

    patch.setitem(addresses.PORTS, "http", port)
    patch.setattr(addresses, "is_public", lambda address: address == ADDRESS or is_public(address))
    patch.setattr(socket, "getaddrinfo", found)
    patch.setattr(socket, "create_connection", connecting)
    return made
