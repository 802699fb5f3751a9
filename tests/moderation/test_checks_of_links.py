"""Whether addresses elsewhere answer, and that no link leads the portal into its own network."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from moderation.checks import fetching, links
from moderation.checks.checked_page import Piece
from moderation.checks.links import DeadLinks, is_outside, states_of


class Answers(BaseHTTPRequestHandler):
    """Answers each path with the status it names; some answer in ways of their own."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(f"{self.command} {self.path} {self.headers['Host']}")
        name = self.path.strip("/")
        if name == "slow":
            for _second in range(40):
                self.wfile.write(b"H")
                time.sleep(0.05)
            return None
        if name == "no-head":
            return self.say(200 if self.command == "GET" else 404)
        if name.startswith("to="):
            self.send_response(302)
            self.send_header("Location", name.removeprefix("to="))
            return self.end_headers()
        return self.say(int(name or 200))

    do_HEAD = do_GET

    def say(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine that poses as a public one of the name site.example."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setitem(fetching.PORTS, "http", server.server_port)
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    names(monkeypatch, {"site.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]})
    Answers.asked.clear()
    yield "http://site.example"
    server.shutdown()
    server.server_close()


def names(monkeypatch, known):
    """Let names stand for these addresses and no others; gives the names that were looked up."""
    looked = []

    def look_up(host, port, *args, **kwargs):
        if host.replace(".", "").isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        looked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return looked


@pytest.mark.parametrize(
    ("path", "state"),
    [("/", ""), ("/404", "gone"), ("/410", "gone"), ("/no-head", ""), ("/403", ""), ("/500", ""), ("/429", "")],
)
def test_a_site_says_what_is_there(site, path, state):
    assert fetching.state_of(site + path) == state


def test_redirects_are_followed_so_far_and_no_further(site):
    assert fetching.state_of(f"{site}/to=/404") == "gone"
    assert fetching.state_of(f"{site}/to=/to=/200") == ""
    Answers.asked.clear()
    assert fetching.state_of(f"{site}/to=?") == ""
    assert len(Answers.asked) <= fetching.MOST_REDIRECTS + 1


def test_a_redirect_into_our_network_is_not_followed(site):
    assert fetching.state_of(f"{site}/to=http://inside.example/admin") == "private"
    assert fetching.state_of(f"{site}/to=file:///etc/passwd") == "private"


def test_there_is_no_such_name(site):
    assert fetching.state_of("http://nowhere.example/") == "unknown"


def test_our_own_trouble_with_names_accuses_nobody(monkeypatch):
    def fail(*args, **kwargs):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert fetching.state_of("http://site.example/") == ""


def test_who_sends_a_letter_now_and_then_is_cut_off(site, monkeypatch):
    monkeypatch.setattr(fetching, "DEADLINE", 0.2)
    begun = time.monotonic()
    assert fetching.state_of(f"{site}/slow") == "silent"
    assert time.monotonic() - begun < 1.5


def test_nobody_listens(monkeypatch):
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        monkeypatch.setitem(fetching.PORTS, "http", unheard.getsockname()[1])
        monkeypatch.setattr(fetching, "is_public", lambda address: True)
        names(monkeypatch, {"site.example": ["127.0.0.1"]})
        assert fetching.state_of("http://site.example/") == "silent"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not fetching.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34"])
def test_addresses_that_are_public(address):
    assert fetching.is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "https:///x",
     "http://93.184.216.34:22/", "ftp://93.184.216.34/", "gopher://93.184.216.34/"],
)  # fmt: skip
def test_what_is_not_asked_at_all(url, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("It was asked.")

    monkeypatch.setattr(socket, "create_connection", never)
    assert fetching.state_of(url) in ("private", "unknown", "silent")


def test_one_address_in_our_network_is_enough_to_refuse(monkeypatch):
    names(monkeypatch, {"both.example": ["93.184.216.34", "10.0.0.1"]})
    assert fetching.state_of("http://both.example/") == "private"


def test_a_name_that_changes_is_asked_where_it_was_looked_at(site, monkeypatch):
    """DNS rebinding: the second look at the name would give another address."""
    known = {"site.example": ["127.0.0.1"]}
    looked, look = names(monkeypatch, known), fetching.target_of

    def look_and_change(url):
        target = look(url)
        known["site.example"] = ["10.0.0.1"]
        return target

    monkeypatch.setattr(fetching, "target_of", look_and_change)
    assert fetching.state_of(f"{site}/404") == "gone"
    assert looked == ["site.example"]
    assert fetching.state_of(f"{site}/404") == "private"


def test_a_host_is_asked_for_one_thing_after_the_other(monkeypatch):
    now, most = set(), []

    def state(url):
        host = url.split("/")[2]
        most.append(host in now)
        now.add(host)
        time.sleep(0.01)
        now.discard(host)
        return "gone"

    monkeypatch.setattr(fetching, "state_of", state)
    addresses = [f"http://{host}.example/{number}" for number in range(4) for host in "abc"]
    assert states_of(addresses) == dict.fromkeys(addresses, "gone")
    assert not any(most)


def test_what_takes_too_long_is_passed_over(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(links, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(fetching, "state_of", lambda url: "gone" if "quick" in url else release.wait(5) and "gone")
    begun = time.monotonic()
    assert states_of(["http://quick.example/", "http://never.example/"]) == {"http://quick.example/": "gone"}
    assert time.monotonic() - begun < 2
    release.set()


@pytest.mark.django_db
def test_dead_links_of_a_page(make_page, organization, monkeypatch):
    asked = []
    monkeypatch.setattr(links, "states_of", lambda urls: asked.extend(urls) or {urls[0]: "gone"})
    page = make_page("update", organization, text="See https://a.example/x, and (http://b.example). /en/ mailto:a@b.c")
    assert [(f.code, f.where) for f in DeadLinks().findings(Piece(page))] == [("gone", "https://a.example/x")]
    assert asked == ["https://a.example/x", "http://b.example"]


@pytest.mark.django_db
def test_addresses_in_khmer_text_end_where_khmer_begins(make_page, organization):
    page = make_page("update", organization, text="សូមមើលhttps://a.example/xនៅទីនេះ")
    assert Piece(page).addresses == ["https://a.example/x"]


@pytest.mark.django_db
def test_the_portal_itself_is_not_outside(settings, portal):
    assert not is_outside(f"{settings.WAGTAILADMIN_BASE_URL}/en/")
    assert is_outside("https://example.org/")
