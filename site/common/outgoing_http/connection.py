"""A connection to exactly the address that was checked, with limits of time and bytes."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakValueDictionary

from common.outgoing_http.addresses import Target
from common.outgoing_http.deadline import ByteBudget, Deadline

_hosts: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_hosts_lock = threading.Lock()


class PinnedConnection(http.client.HTTPConnection):
    """A connection to the address of a target, with the name and certificate of its URL."""

    def __init__(self, target: Target, deadline: Deadline, budget: ByteBudget) -> None:
        super().__init__(target.host, target.port)
        self._target, self._deadline, self._budget = target, deadline, budget
        self._plain: socket.socket | None = None
        # Set to this port: otherwise the Host header would contain it, which some servers do not understand.
        self.default_port = target.port

    def connect(self) -> None:
        """Open the connection to the checked IP address, with TLS for https, within the deadline."""
        address = (self._target.address, self._target.port)
        self._plain = socket.create_connection(address, timeout=self._deadline.next_step())
        if self._target.parts.scheme == "https":
            self._plain.settimeout(self._deadline.next_step())
            self._plain = ssl.create_default_context().wrap_socket(self._plain, server_hostname=self._target.host)
        self.sock: Any = MeteredSocket(self._plain, self._deadline, self._budget)

    def disconnect(self) -> None:
        """Close the connection and its socket."""
        self.close()
        if self._plain is not None:
            self._plain.close()


class MeteredSocket:
    """A socket for http.client that limits time and counts bytes.

    A timeout of a socket counts from byte to byte, so that a server that sends one now and then would hold the caller
    for hours. Here the remaining time is set before each read, and every byte is counted.
    """

    def __init__(self, plain: socket.socket, deadline: Deadline, budget: ByteBudget) -> None:
        self._plain, self._deadline, self._budget = plain, deadline, budget

    def sendall(self, data: Any) -> None:
        """Send data over the socket within the remaining time. Raises TimeoutError when none is left."""
        self._plain.settimeout(self._deadline.next_step())
        self._plain.sendall(data)

    def makefile(self, *args: Any, **kwargs: Any) -> io.BufferedReader:
        """Return a reader of the socket that keeps the deadline and counts received bytes."""
        return io.BufferedReader(MeteredReader(self._plain, self._deadline, self._budget))

    def close(self) -> None:
        """Do nothing, since http.client closes its socket before the body is read."""


class MeteredReader(io.RawIOBase):
    """A reader of a socket's bytes that limits time and counts them."""

    def __init__(self, plain: socket.socket, deadline: Deadline, budget: ByteBudget) -> None:
        self._plain, self._deadline, self._budget = plain, deadline, budget

    def readable(self) -> bool:
        """Return True: this stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read received bytes into a buffer; return their number. TimeoutError or TooLargeError beyond the limits."""
        self._plain.settimeout(self._deadline.next_step())
        count = self._plain.recv_into(buffer)
        self._budget.spend(count)
        return count


@contextmanager
def only_connection_to(host: str, deadline: Deadline) -> Iterator[None]:
    """Hold a host within the block, so that only one thread of the process talks to it. May raise TimeoutError.

    Raises TimeoutError when waiting for the host takes too long.
    """
    with _hosts_lock:
        # The dictionary is weak: a lock that no thread holds any more goes by itself.
        lock = _hosts.setdefault(host.lower(), threading.Lock())
    if not lock.acquire(timeout=deadline.remaining()):
        raise TimeoutError(f"Others talk to {host}.")
    try:
        yield
    finally:
        lock.release()
