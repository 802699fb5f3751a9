"""Fetching from the web: nobody leads the portal into its own network, holds it or fills it."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.outgoing_http import (
    BadResponseError,
    FetchError,
    ForbiddenAddressError,
    Limits,
    TooLargeError,
    TooManyRedirectsError,
    fetch,
)
from tests.common.web_server import (  # noqa: F401 - two fixtures
    BOMB,
    DROPS,
    PAUSE,
    Answers,
    change_after_look_up,
    names,
    secure_site,
    site,
)

DRIPPING = ["/drip-status", "/drip-headers", "/drip-body", "/drip-known-length", "/drip-chunks"]
SHORT = Limits(seconds=0.6)


def test_what_is_there_is_fetched(site: str) -> None:  # noqa: F811
    response = fetch(f"{site}/text")
    assert (response.status, response.body.decode(), response.url) == (200, "នារី", f"{site}/text")
    assert response.headers["Server"]
    assert Answers.asked == ["GET /text site.example"]


@pytest.mark.parametrize("path", ["/chunks", "/gzip", "/deflate"])
def test_bodies_are_put_together_and_inflated(site: str, path: str) -> None:  # noqa: F811
    assert fetch(site + path).body == b"one two"


def test_it_works_with_a_certificate(secure_site: str) -> None:  # noqa: F811
    assert fetch(f"{secure_site}/gzip").body == b"one two"
    with pytest.raises(OSError, match="certificate"):
        fetch(f"{secure_site.replace('site', 'other')}/gzip")


def test_it_says_who_it_is_and_whom_to_write_to(site: str, settings) -> None:  # noqa: F811
    settings.WAGTAILADMIN_BASE_URL = "https://neary.example/"
    fetch(f"{site}/text")
    assert Answers.headers_seen[0]["User-Agent"] == "Neary (+https://neary.example/en/contact/)"


def test_a_body_can_be_sent_and_left_unread(site: str) -> None:  # noqa: F811
    assert fetch(f"{site}/echo", "POST", body=b"hello").body == b"POST hello"
    assert fetch(f"{site}/text", reads_body=False).body == b""


# Time


@pytest.mark.parametrize("path", DRIPPING)
def test_who_sends_a_byte_now_and_then_is_cut_off(site: str, path: str) -> None:  # noqa: F811
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        fetch(site + path, limits=SHORT)
    assert SHORT.seconds <= time.monotonic() - began < SHORT.seconds + 1 < PAUSE * DROPS


@pytest.mark.parametrize("path", ["/drip-headers", "/drip-body"])
def test_the_same_with_a_certificate(secure_site: str, path: str) -> None:  # noqa: F811
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        fetch(secure_site + path, limits=SHORT)
    assert time.monotonic() - began < SHORT.seconds + 1


def test_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, site: str) -> None:  # noqa: F811
    monkeypatch.setattr(Answers, "do_GET", lambda self: time.sleep(3))
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        fetch(site, limits=Limits(seconds=10, silence=0.2))
    assert time.monotonic() - began < 2


def test_all_redirects_share_one_time(site: str) -> None:  # noqa: F811
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        fetch(f"{site}/to=/to=/to=/to=/drip-body", limits=SHORT)
    assert time.monotonic() - began < SHORT.seconds + 1


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: release.wait(5) and [])
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        fetch("http://site.example/", limits=Limits(seconds=0.3))
    assert time.monotonic() - began < 2
    release.set()


def test_a_host_gets_one_connection_at_a_time(site: str) -> None:  # noqa: F811
    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(lambda _number: fetch(f"{site}/alone"), range(6)))
    assert len(responses) == 6 and Answers.most == 1


def test_two_hosts_are_asked_at_the_same_time(site: str) -> None:  # noqa: F811
    hosts = [f"{site}/alone", f"{site.replace('site', 'other')}/alone"] * 3
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(fetch, hosts))
    assert Answers.most == 2


@pytest.mark.parametrize(
    ("path", "moved"),
    [("/200", "/200"), ("/to=/200", "/to=/200"), ("/for-good=/200", "/200"), ("/for-good=/to=/200", "/to=/200"),
     ("/to=/for-good=/200", "/to=/for-good=/200")],
)  # fmt: skip
def test_it_tells_what_moved_for_good(site: str, path: str, moved: str) -> None:  # noqa: F811
    response = fetch(site + path)
    assert (response.url, response.moved_to) == (f"{site}/200", site + moved)


# Bytes


def test_bytes_are_counted_on_the_wire(site: str) -> None:  # noqa: F811
    with pytest.raises(TooLargeError, match="wire"):
        fetch(f"{site}/large", limits=Limits(wire_bytes=100_000))
    with pytest.raises(TooLargeError, match="wire"):
        fetch(f"{site}/large-headers", limits=Limits(wire_bytes=20_000))


def test_bytes_are_counted_over_all_redirects(site: str) -> None:  # noqa: F811
    one = 200
    fetch(f"{site}/to=/200", limits=Limits(wire_bytes=2 * one))
    with pytest.raises(TooLargeError, match="wire"):
        fetch(f"{site}/to=/to=/to=/to=/200", limits=Limits(wire_bytes=2 * one))


def test_bytes_are_counted_inflated(site: str) -> None:  # noqa: F811
    assert len(fetch(f"{site}/bomb", limits=Limits(body_bytes=BOMB)).body) == BOMB
    for body_bytes in (1, BOMB - 1):
        with pytest.raises(TooLargeError, match="more than"):
            fetch(f"{site}/bomb", limits=Limits(body_bytes=body_bytes))


@pytest.mark.parametrize("path", ["/brotli", "/garbage", "/cut", "/cut-gzip", "/no-http"])
def test_what_is_broken_is_no_answer(site: str, path: str) -> None:  # noqa: F811
    with pytest.raises(BadResponseError):
        fetch(site + path)


# Redirects


def test_redirects_are_followed_so_far_and_no_further(site: str) -> None:  # noqa: F811
    assert fetch(f"{site}/to=/to=/text").url == f"{site}/text"
    Answers.asked.clear()
    with pytest.raises(TooManyRedirectsError):
        fetch(f"{site}/to=?", limits=Limits(redirects=3))
    assert len(Answers.asked) == 4


def test_a_redirect_into_our_network_is_not_followed(site: str) -> None:  # noqa: F811
    for place in ("http://inside.example/admin", "file:///etc/passwd", "//inside.example/"):
        with pytest.raises(ForbiddenAddressError):
            fetch(f"{site}/to={place}")


def test_what_is_sent_is_not_passed_on(site: str) -> None:  # noqa: F811
    assert fetch(f"{site}/again=/echo", "POST", body=b"hello").status == 307
    headers = {"Authorization": "secret"}
    fetch(f"{site}/to=/text", headers=headers)
    assert [seen.get("Authorization") for seen in Answers.headers_seen[-2:]] == ["secret", "secret"]
    fetch(f"{site}/to=http://other.example/text", headers=headers)
    assert [seen.get("Authorization") for seen in Answers.headers_seen[-2:]] == ["secret", None]


# Addresses


def test_one_address_in_our_network_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, {"both.example": ["93.184.216.34", "10.0.0.1"]})
    with pytest.raises(ForbiddenAddressError):
        fetch("http://both.example/")


def test_a_name_that_changes_is_asked_where_it_was_looked_at(
    site: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {"site.example": ["127.0.0.1"]}
    looked = names(monkeypatch, known)
    change_after_look_up(monkeypatch, known)
    assert fetch(f"{site}/text").status == 200
    assert looked == ["site.example"]
    with pytest.raises(ForbiddenAddressError):
        fetch(f"{site}/text")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "https:///x",
     "http://93.184.216.34:22/", "ftp://93.184.216.34/", "gopher://93.184.216.34/", "http://[fe80::1%25eth0]/",
     "http://x:y@127.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://[", "//site.example/", ""],
)  # fmt: skip
def test_what_is_not_asked_at_all(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args, **kwargs):
        raise AssertionError("It was asked.")

    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises((FetchError, OSError, ValueError)):
        fetch(url)
