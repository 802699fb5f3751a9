"""Asks a process of this container whether it lives, web without an argument: exit code 0 when it does.

`health.py lmtp` asks the LMTP server.
"""

from __future__ import annotations

import os
import socket
import sys
import urllib.request


def ask_web() -> None:
    """Raise OSError when the web process does not answer."""
    # Django answers only to the names of ALLOWED_HOSTS.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".").replace("*", "localhost")
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/live"
    urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=5)


def ask_lmtp() -> None:
    """Raise OSError when the LMTP server does not greet."""
    place = os.environ.get("DISCUSSIONS_LMTP", "127.0.0.1:8024")
    is_socket = place.startswith("unix:")
    with socket.socket(socket.AF_UNIX if is_socket else socket.AF_INET) as connection:
        connection.settimeout(5)
        host, _colon, port = place.rpartition(":")
        connection.connect(place.removeprefix("unix:") if is_socket else (host, int(port)))
        if connection.recv(3) != b"220":
            raise OSError("The LMTP server does not greet")


ask_lmtp() if sys.argv[1:] == ["lmtp"] else ask_web()
