"""The address from which a request comes, whatever its sender writes into its headers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from common.client_address import client_address
from orgs.membership.account_adapter import AccountAdapter

PROXY = "10.0.0.9"


def address(forwarded_for: str | None = None, remote: str = PROXY) -> str:
    headers = {} if forwarded_for is None else {"X-Forwarded-For": forwarded_for}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


@pytest.mark.parametrize(
    ("trusted", "forwarded_for", "expected"),
    [
        (0, None, PROXY),
        (0, "192.0.2.1", PROXY),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.1, 192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.1, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", PROXY),
        (1, "192.0.2.1,", PROXY),
        (1, "made up", PROXY),
        (1, "192.0.2.1, unknown", PROXY),
        (1, "", PROXY),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(
    settings: Any, trusted: int, forwarded_for: str | None, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    assert address(forwarded_for) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_is_one_client(remote: str, expected: str) -> None:
    assert address(remote=remote) == expected


def test_sign_in_counts_by_the_same_rule(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "192.0.2.1"}, REMOTE_ADDR=PROXY)
    assert AccountAdapter().get_client_ip(request) == PROXY
