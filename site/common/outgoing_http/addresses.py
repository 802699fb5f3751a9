"""Public addresses of the internet, and the address that a URL leads to."""

from __future__ import annotations

import ipaddress
import socket
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from common.outgoing_http.deadline import Deadline
from common.outgoing_http.errors import ForbiddenAddressError

PORTS = {"http": 80, "https": 443}
LOOPBACK = "127.0.0.1"

# The registries of IANA: IPv4 and IPv6 Special-Purpose Address Space (RFC 6890 and its updates), with multicast. All is
# refused that serves a purpose of its own, also what is globally reachable: none of it is a web site. The list stands
# here, because that of the module ipaddress changes with each Python.
RESERVED_IPV4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # shared address space of providers, RFC 6598
        "127.0.0.0/8",  # loopback, RFC 1122
        "169.254.0.0/16",  # link local, RFC 3927: where clouds tell their secrets
        "172.16.0.0/12",  # private, RFC 1918
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.31.196.0/24",  # AS112-v4, RFC 7535
        "192.52.193.0/24",  # AMT, RFC 7450
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",  # private, RFC 1918
        "192.175.48.0/24",  # direct delegation of AS112, RFC 7534
        "198.18.0.0/15",  # benchmarking, RFC 2544
        "198.51.100.0/24",  # documentation, RFC 5737
        "203.0.113.0/24",  # documentation, RFC 5737
        "224.0.0.0/4",  # multicast, RFC 5771
        "240.0.0.0/4",  # reserved and broadcast, RFC 1112
    )
)
# All of the internet's IPv6 that has been given to anybody (RFC 4291). Outside it lie, among others, loopback, link
# local, unique local, multicast, 64:ff9b::/96 and 64:ff9b:1::/48 (which lead to IPv4), 100::/64 and 5f00::/16.
GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
RESERVED_IPV6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocol assignments, RFC 2928; Teredo, benchmarking, AMT, AS112, ORCHID and DRIP in it
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4, RFC 3056
        "2620:4f:8000::/48",  # direct delegation of AS112, RFC 7534
        "3ffe::/16",  # what was the 6bone, RFC 3701
        "3fff::/20",  # documentation, RFC 9637
    )
)


@dataclass(frozen=True)
class Target:
    """A place to connect to: the host of a URL, and one of its addresses that was checked."""

    parts: SplitResult
    host: str
    port: int
    address: str

    @property
    def path(self) -> str:
        """Return the URL's path with its query string, for the request line."""
        path = self.parts.path or "/"
        return f"{path}?{self.parts.query}" if self.parts.query else path

    @property
    def origin(self) -> tuple[str, str, int]:
        """Return (scheme, host, port) of the URL."""
        return self.parts.scheme, self.host.lower(), self.port


def target_of(url: str, deadline: Deadline) -> Target:
    """Resolve a URL's host and return its target. Raises ForbiddenAddressError unless it is public http(s).

    Raises ForbiddenAddressError, OSError, ValueError for a text that is no URL.
    """
    parts = urlsplit(url)
    port = PORTS.get(parts.scheme)
    if port is None or not parts.hostname or parts.port not in (None, port):
        raise ForbiddenAddressError(url)
    # The name in ASCII, as DNS needs it; the URL may be written in any script.
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    # Only blanks and what is not ASCII are escaped: escapes that are there already must not be escaped again.
    ascii_parts = parts._replace(path=_quoted(parts.path), query=_quoted(parts.query))
    if own := loopback_server(host):
        return Target(ascii_parts, host, import_string(own)(), LOOPBACK)
    addresses = look_up(host, port, deadline)
    # One private address among them is enough to refuse the name.
    if not addresses or not all(map(is_public, addresses)):
        raise ForbiddenAddressError(host)
    return Target(ascii_parts, host, port, addresses[0])


def loopback_server(host: str) -> str:
    """Return the dotted path of the function that serves a host's domain on this machine; "" for all others.

    The setting LOOPBACK_SERVERS names these domains, for the demo and for tests; a check refuses it elsewhere.
    """
    domains = settings.LOOPBACK_SERVERS.items()
    return next((path for domain, path in domains if f".{host.lower()}".endswith(f".{domain}")), "")


def is_public(address: str) -> bool:
    """Return whether an IP address is of the public internet, also an IPv4 one inside IPv6."""
    # A link-local IPv6 address may carry its interface behind a percent sign.
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        return ip in GLOBAL_IPV6 and not any(ip in network for network in RESERVED_IPV6)
    return not any(ip in network for network in RESERVED_IPV4)


def look_up(host: str, port: int, deadline: Deadline) -> list[str]:
    """Return the IP addresses of a host name. Raises OSError when there are none or the deadline passes."""
    found: list[str] = []
    errors: list[OSError | ValueError] = []

    def ask() -> None:
        try:
            found.extend(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            errors.append(error)

    # The system's resolver takes no timeout: in a thread of its own it can be left behind.
    thread = threading.Thread(target=ask, name="look up", daemon=True)
    thread.start()
    thread.join(deadline.remaining())
    if errors:
        raise errors[0]
    if thread.is_alive():
        raise TimeoutError(f"The name server does not answer: {host}")
    return found


def _quoted(part: str) -> str:
    return "".join(sign if sign.isascii() and sign > " " else _percent(sign) for sign in part)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())
