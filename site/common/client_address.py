"""The network address that a request comes from, for every limit that counts by address."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# Providers give each customer a whole IPv6 network of this size, in which a machine chooses its address at will.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Return a request's client IPv4 address, or its IPv6 network (/64), behind trusted proxies; "" if unknown.

    Of X-Forwarded-For only the last ALLAUTH_TRUSTED_PROXY_COUNT entries were written by our own proxies (nginx writes
    one), and the first of these is the client. What stands before them a client may have made up. A header that is
    shorter, or holds no address there, came past a proxy: the connection's own address counts.
    """
    return _normalized(_forwarded_for(request)) or _normalized(request.META.get("REMOTE_ADDR", ""))


def _forwarded_for(request: HttpRequest) -> str:
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    # Counted from the end: each proxy of ours adds its client at the end of the header.
    return entries[-trusted].strip() if 0 < trusted <= len(entries) else ""


def _normalized(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    # A socket for both kinds gives IPv4 addresses as ::ffff:1.2.3.4; they must count as the same client.
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_PREFIX), strict=False).network_address)
