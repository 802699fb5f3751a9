"""Addresses of the public internet: none with a purpose of its own in IANA's registries."""

from __future__ import annotations

import ipaddress

import pytest

from common.outgoing_http import is_public

# https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
SPECIAL_IPV4 = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.0/29 192.0.0.8/32
192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24
192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
"""
# https://www.iana.org/assignments/iana-ipv6-special-registry, and what lies outside 2000::/3.
SPECIAL_IPV6 = """
::/128 ::1/128 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128 2001:1::2/128
2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16
2620:4f:8000::/48 3ffe::/16 3fff::/20 4000::/3 5f00::/16 6000::/3 8000::/1 200::/7 400::/6 800::/5 1000::/4 fc00::/7
fe80::/10 fec0::/10 ff00::/8
"""


@pytest.mark.parametrize("network", SPECIAL_IPV4.split() + SPECIAL_IPV6.split())
def test_no_network_with_a_purpose_of_its_own_is_public(network: str) -> None:
    addresses = ipaddress.ip_network(network)
    for number in (0, addresses.num_addresses // 2, addresses.num_addresses - 1):
        assert not is_public(str(addresses[number])), addresses[number]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::5db8:d822", "::127.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34", "1.1.1.1", "100.63.255.255", "100.128.0.0",
     "172.15.0.1", "172.32.0.1", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1",
     "2001:4860:4860::8888", "2a00::1"],
)  # fmt: skip
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)
