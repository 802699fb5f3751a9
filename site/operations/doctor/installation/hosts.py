"""The names under which the portal answers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http.request import validate_host

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.registry import check

OWN_MACHINE = {"localhost", "testserver"}


@check()
def allowed() -> Iterator[SetupFinding]:
    """Tell when ALLOWED_HOSTS is empty, allows every name, or has only names of this machine."""
    hosts = [host.strip() for host in settings.ALLOWED_HOSTS]
    if not any(hosts):
        yield fault("ALLOWED_HOSTS is empty, so the portal refuses every request.", "Set it to the portal's names.")
    elif "*" in hosts:
        yield fault(
            "ALLOWED_HOSTS allows every name, so links in mails may lead to a stranger's site.",
            "Set it to the portal's own names, separated by commas.",
        )
    elif all(is_own_machine(host) for host in hosts):
        yield fault(
            "ALLOWED_HOSTS has only names of this machine, so nobody else reaches the portal.",
            "Set it to the portal's public names, separated by commas.",
        )


@check(after=("settings.module", "hosts.allowed"))
def base_url() -> Iterator[SetupFinding]:
    """Tell when BASE_URL is missing, is an address of this machine, is not https or has a path."""
    address = canonical_address()
    if address is None or not address.hostname:
        yield fault(
            "No public name of the portal is set, so links in mails lead nowhere.",
            "Set BASE_URL to its address, for example https://portal.example.org.",
        )
    elif is_own_machine(address.hostname):
        yield fault(
            f"BASE_URL names {address.hostname}, which is no public name of the portal.",
            "Set it to the address that visitors type.",
        )
    elif address.scheme != "https":
        yield fault(
            f"BASE_URL begins with {address.scheme}://, so links in mails do not use https.",
            "Use TLS in the web server before the portal, and begin BASE_URL with https://.",
        )
    elif address.path.strip("/") or address.query:
        yield fault("BASE_URL has a path, under which the portal does not answer.", "Remove the path.")


@check(after=("hosts.allowed", "hosts.base_url"))
def base_url_allowed() -> Iterator[SetupFinding]:
    """Tell when the host name in BASE_URL is not in ALLOWED_HOSTS: every page would be refused."""
    address = canonical_address()
    if address and not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        yield fault(
            f"BASE_URL names {address.hostname}, which is not in ALLOWED_HOSTS, so every page is refused.",
            "Add that name to ALLOWED_HOSTS.",
        )


def canonical_address() -> SplitResult | None:
    """Return the parsed parts of BASE_URL; None when it is missing or invalid."""
    try:
        parts = urlsplit(settings.CANONICAL_URL)
        # Reading the port raises ValueError for what is no number.
        return parts if parts.scheme and parts.port != 0 else None
    except ValueError:
        return None


def is_own_machine(host: str) -> bool:
    """Return whether a host name or IP number is this machine's or of a private network."""
    # An IPv6 number stands in brackets in a URL.
    name = host.strip("[]").lower()
    try:
        # Not global: 127.0.0.1, ::1, 10.x, 192.168.x and others that only a local network reaches.
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name in OWN_MACHINE or name.endswith(".localhost")
