"""Ports of this machine: checks that one is free, or that a server listens on it.

Imports only the standard library: `make run` asks before anything is installed (`python3 -m portal.embedded.ports`).
"""

from __future__ import annotations

import socket
import sys
import time

LARGEST = 65535
START_TIMEOUT = 30.0  # seconds


def refusal(port: int) -> str:
    """Return a sentence on why no server can listen on this port of the machine; "" when one can."""
    if not 0 < port <= LARGEST:
        return f"{port} is no port: choose a number from 1 to {LARGEST}, for example make run PORT=8001."
    with socket.socket() as server:
        # As the web server sets it: a connection that has just ended does not block the port.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Port {port} is reserved for the system: choose one above 1023, for example make run PORT=8000."
        except OSError:
            return f"Port {port} is in use: end what uses it, or choose another, for example make run PORT={port + 1}."
    return ""


def await_server(port: int) -> None:
    """Wait until a server listens on this port of the machine; return after 30 seconds even if none does."""
    until = time.monotonic() + START_TIMEOUT
    while time.monotonic() < until:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


if __name__ == "__main__":
    # sys.exit writes a text to stderr and ends with 1.
    sys.exit(refusal(int(sys.argv[1])) or 0)
