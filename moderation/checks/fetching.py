"""Asking whether an address on the web is there, without being led into the machines beside this one.

A link is written by people whom nobody knows: it must not make the portal talk to its own network. So the name is
looked up once, all its addresses must be public, and the connection goes to one of exactly these, whatever the name
says a moment later. Each redirect is a new address, looked at in the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

# Seconds: for each step of the network, and for one request with all its steps.
PATIENCE, DEADLINE = 5.0, 12.0
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
HEADERS = {"User-Agent": "Neary link check", "Accept": "*/*", "Connection": "close"}
MOVED = {301, 302, 303, 307, 308}
GONE = {404, 410}
# Some servers know no HEAD and say so in many ways.
ASK_AGAIN = {400, 403, 404, 405, 406, 410, 501, 503}


class ForbiddenAddressError(Exception):
    """It leads to no public address of the web."""


@dataclass(frozen=True)
class Target:
    """Where to connect: the name that was asked for and one address of it that was looked at."""

    parts: SplitResult
    host: str
    port: int
    address: str

    @property
    def path(self) -> str:
        path = self.parts.path or "/"
        return f"{path}?{self.parts.query}" if self.parts.query else path


def state_of(url: str) -> str:
    """What became of an address: "" (there, or nobody can tell), "gone", "unknown", "silent", "unsafe", "private".

    "unknown": there is no such name. "silent": nobody answers. "unsafe": its certificate is not valid. "private": it
    leads to no public address. A server that refuses machines, or is in trouble itself, counts as there.
    """
    try:
        return "gone" if final_status(url) in GONE else ""
    except ForbiddenAddressError:
        return "private"
    except ssl.SSLCertVerificationError:
        return "unsafe"
    except socket.gaierror as error:
        # Whether the name or our own network is at fault: only a clear no counts.
        return "unknown" if error.errno in (socket.EAI_NONAME, socket.EAI_NODATA) else ""
    except (OSError, http.client.HTTPException, ValueError):
        return "silent"


def final_status(url: str) -> int:
    """The HTTP status at the end of all redirects. Nothing of a body is read."""
    for _step in range(MOST_REDIRECTS + 1):
        target = target_of(url)
        status, location = ask("HEAD", target)
        if status in ASK_AGAIN:
            status, location = ask("GET", target)
        if status not in MOVED or not location:
            return status
        url = urljoin(url, location)
    return 0


def target_of(url: str) -> Target:
    """Look a name up. Raises ForbiddenAddressError, socket.gaierror, ValueError."""
    parts = urlsplit(url)
    port = PORTS.get(parts.scheme)
    if port is None or not parts.hostname or parts.port not in (None, port):
        raise ForbiddenAddressError(url)
    # As DNS has it; the URL may be written in any script.
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    addresses = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not addresses or not all(map(is_public, addresses)):
        raise ForbiddenAddressError(host)
    ascii_parts = parts._replace(path=_quoted(parts.path), query=_quoted(parts.query))
    return Target(ascii_parts, host, port, addresses[0])


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also when it wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        # 64:ff9b::/96, by which networks of IPv6 alone reach the other kind.
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def ask(method: str, target: Target) -> tuple[int, str | None]:
    """Status and place of redirection. Raises OSError, also when all of it took too long."""
    connection = Pinned(target)
    # A timeout counts from byte to byte: whoever sends one now and then would hold the worker for hours.
    guillotine = Timer(DEADLINE, connection.cut)
    guillotine.daemon = True
    guillotine.start()
    try:
        connection.request(method, target.path, headers=HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location")
    finally:
        guillotine.cancel()
        connection.close()


class Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at; name and certificate are those of the link."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.target = target
        # Of this scheme: else the port would stand in the Host header, which some servers do not know.
        self.default_port = target.port

    def connect(self) -> None:
        plain = socket.create_connection((self.target.address, self.target.port), timeout=PATIENCE)
        self.sock: Any = plain
        if self.target.parts.scheme == "https":
            # Shaking hands apart from wrapping: until then nothing could cut the new socket.
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.target.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _quoted(part: str) -> str:
    return "".join(sign if sign.isascii() and sign > " " else _percent(sign) for sign in part)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())
