"""The check of links: addresses elsewhere answer, and no link leads the portal into its own network."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from common.outgoing_http import Limits, addresses
from moderation.checks import link_state, links
from moderation.checks.checked_page import CheckedPage
from moderation.checks.link_state import state_of
from moderation.checks.links import DeadLinks, is_on_other_site, is_portal_address, states_of
from tests.common.web_server import Answers, change_after_look_up, names, site  # noqa: F401 - a fixture


@pytest.mark.parametrize(
    ("path", "state"),
    [("/", ""), ("/404", "gone"), ("/410", "gone"), ("/no-head", ""), ("/403", ""), ("/500", ""), ("/429", "")],
)
def test_a_site_says_what_is_there(site, path, state):  # noqa: F811
    assert state_of(site + path) == state


def test_redirects_are_followed_so_far_and_no_further(site):  # noqa: F811
    assert state_of(f"{site}/to=/404") == "gone"
    assert state_of(f"{site}/to=/to=/200") == ""
    Answers.asked.clear()
    assert state_of(f"{site}/to=?") == ""
    assert len(Answers.asked) <= link_state.LIMITS.redirects + 1


def test_a_redirect_into_our_network_is_not_followed(site):  # noqa: F811
    assert state_of(f"{site}/to=http://inside.example/admin") == "private"
    assert state_of(f"{site}/to=file:///etc/passwd") == "private"


def test_there_is_no_such_name(site):  # noqa: F811
    assert state_of("http://nowhere.example/") == "unknown"


def test_our_own_trouble_with_names_accuses_nobody(monkeypatch):
    def fail(*args, **kwargs):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert state_of("http://site.example/") == ""


def test_who_sends_a_letter_now_and_then_is_cut_off(site, monkeypatch):  # noqa: F811
    monkeypatch.setattr(link_state, "LIMITS", Limits(seconds=0.2))
    begun = time.monotonic()
    assert state_of(f"{site}/slow") == "silent"
    assert time.monotonic() - begun < 1.5


def test_nobody_listens(monkeypatch):
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        monkeypatch.setitem(addresses.PORTS, "http", unheard.getsockname()[1])
        monkeypatch.setattr(addresses, "is_public", lambda address: True)
        names(monkeypatch, {"site.example": ["127.0.0.1"]})
        assert state_of("http://site.example/") == "silent"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "https:///x",
     "http://93.184.216.34:22/", "ftp://93.184.216.34/", "gopher://93.184.216.34/"],
)  # fmt: skip
def test_what_is_not_asked_at_all(url, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("It was asked.")

    monkeypatch.setattr(socket, "create_connection", never)
    assert state_of(url) in ("private", "unknown", "silent")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["http://[your-site]/", "https://[x"])
def test_an_address_that_is_not_valid_is_reported_and_stops_no_check(address):
    assert not is_portal_address(address)
    assert is_on_other_site(address)
    assert states_of([address]) == {address: "silent"}


def test_one_address_in_our_network_is_enough_to_refuse(monkeypatch):
    names(monkeypatch, {"both.example": ["93.184.216.34", "10.0.0.1"]})
    assert state_of("http://both.example/") == "private"


def test_a_name_that_changes_is_asked_where_it_was_looked_at(site, monkeypatch):  # noqa: F811
    """DNS rebinding: the second look at the name would give another address."""
    known = {"site.example": ["127.0.0.1"]}
    looked = names(monkeypatch, known)
    change_after_look_up(monkeypatch, known)
    assert state_of(f"{site}/500") == ""
    assert looked == ["site.example"]
    assert state_of(f"{site}/500") == "private"


def test_a_host_is_asked_for_one_thing_after_the_other(monkeypatch):
    now, most = set(), []

    def state(url):
        host = url.split("/")[2]
        most.append(host in now)
        now.add(host)
        time.sleep(0.01)
        now.discard(host)
        return "gone"

    monkeypatch.setattr(links, "state_of", state)
    addresses = [f"http://{host}.example/{number}" for number in range(4) for host in "abc"]
    assert states_of(addresses) == dict.fromkeys(addresses, "gone")
    assert not any(most)


def test_what_takes_too_long_is_passed_over(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(links, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(links, "state_of", lambda url: "gone" if "quick" in url else release.wait(5) and "gone")
    begun = time.monotonic()
    assert states_of(["http://quick.example/", "http://never.example/"]) == {"http://quick.example/": "gone"}
    assert time.monotonic() - begun < 2
    release.set()


@pytest.mark.django_db
def test_dead_links_of_a_page(make_page, organization, monkeypatch):
    asked = []
    monkeypatch.setattr(links, "states_of", lambda urls: asked.extend(urls) or {urls[0]: "gone"})
    page = make_page("update", organization, text="See https://a.example/x, and (http://b.example). /en/ mailto:a@b.c")
    assert [(f.code, f.where) for f in DeadLinks().findings(CheckedPage(page))] == [("gone", "https://a.example/x")]
    assert asked == ["https://a.example/x", "http://b.example"]


@pytest.mark.django_db
def test_addresses_in_khmer_text_end_where_khmer_begins(make_page, organization):
    page = make_page("update", organization, text="សូមមើលhttps://a.example/xនៅទីនេះ")
    assert CheckedPage(page).addresses == ["https://a.example/x"]


@pytest.mark.django_db
def test_the_portal_itself_is_not_outside(settings, portal):
    assert not is_on_other_site(f"{settings.WAGTAILADMIN_BASE_URL}/en/")
    assert is_on_other_site("https://example.org/")
