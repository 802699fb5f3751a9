"""A real nginx serves the mirror where no web process answers, and nothing else of its folder."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.services import nginx as proxy
from tests.services.conftest import running
from tests.services.processes import spare_port
from tests.services.test_nginx import ask

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("nginx")]

FILES = {
    "index.html": "choose a language",
    "en/index.html": "front page",
    "en/mirror/index.html": "not in this copy",
    "km/mirror/index.html": "មិនមានក្នុងច្បាប់ចម្លង",
    "en/activity/index.html": "newest",
    "en/activity/@page=2.html": "older",
    "en/activity/feed.atom": "<feed/>",
    "en/help/index.html": "all help",
    "en/help/@kind=law&place=takeo.html": "law in Takeo",
    "km/ក/index.html": "Khmer address",
    "files/images/loom.webp": "a picture",
    ".mirror/manifest.sqlite3": "what the mirror knows",
}


class Portal(BaseHTTPRequestHandler):
    """A portal that answers."""

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/en/busy/" else 200)
        self.end_headers()
        self.wfile.write(b"the portal itself")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> int:
    return spare_port()


@pytest.fixture(scope="module")
def server(port: int) -> Iterator[proxy.Nginx]:
    """nginx before a port on which nobody listens, with a mirror."""
    with tempfile.TemporaryDirectory(prefix="neary-mirror-") as name:
        for file, text in FILES.items():
            place = Path(name) / "mirror" / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        yield from running(proxy.nginx(port, Path(name)))


def seen(server: proxy.Nginx, path: str, method: str = "GET") -> tuple[int, str]:
    answer, content = ask(server, path, method)
    return answer.status, content.decode()


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/en/", "en/index.html"),
        ("/en/?utm_source=x", "en/index.html"),
        ("/en/activity", "en/activity/index.html"),
        ("/en/activity/?page=2", "en/activity/@page=2.html"),
        ("/en/activity/?page=99", "en/activity/index.html"),
        ("/en/activity/?page=../../index", "en/activity/index.html"),
        ("/en/help/?kind=law&place=takeo", "en/help/@kind=law&place=takeo.html"),
        ("/km/%E1%9E%80/", "km/ក/index.html"),
        ("/files/images/loom.webp", "files/images/loom.webp"),
    ],
)
def test_a_copy_comes_where_the_portal_is_away(server: proxy.Nginx, path: str, file: str) -> None:
    began = time.monotonic()
    assert seen(server, path) == (200, FILES[file])
    assert time.monotonic() - began < 1


def test_a_copy_says_that_it_is_one_and_is_never_stored(server: proxy.Nginx) -> None:
    answer, _ = ask(server, "/en/")
    assert answer.headers.get_all("Cache-Control") == ["no-store"] and answer.headers["X-Neary-Copy"] == "yes"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(server, "/en/activity/feed.atom")[0].headers["Content-Type"].startswith("application/atom+xml")
    answer, content = ask(server, "/en/", "HEAD")
    assert (answer.status, content) == (200, b"")


def test_what_is_not_in_it_leads_to_the_notice_in_the_reader_s_language(server: proxy.Nginx) -> None:
    # nginx itself refuses a way out of the folder.
    assert seen(server, "/en/%2e%2e/%2e%2e/etc/passwd")[0] == 400
    for path in ("/en/search/?q=x", "/en/withdrawn/", "/en/activity/../x"):
        answer, content = ask(server, path)
        assert (answer.status, content.decode()) == (503, FILES["en/mirror/index.html"]), path
        assert answer.headers["Retry-After"] == "60" and answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"].startswith("text/html")
    assert seen(server, "/en/withdrawn/") == (503, FILES["en/mirror/index.html"])
    assert seen(server, "/km/withdrawn/") == seen(server, "/e/token/") == (503, FILES["km/mirror/index.html"])


def test_the_books_of_the_mirror_are_no_page(server: proxy.Nginx) -> None:
    for path in ("/.mirror/manifest.sqlite3", "/%2emirror/manifest.sqlite3", "//.mirror//manifest.sqlite3"):
        status, text = seen(server, path)
        assert status == 503 and "knows" not in text, path


def test_what_is_written_and_what_people_at_work_ask_for_fails_plainly(server: proxy.Nginx) -> None:
    assert ask(server, "/en/", "POST", b"x")[0].status == 502
    assert ask(server, "/en/", "DELETE")[0].status == 502
    for path in ("/health/ready", "/health/live", "/api/v1/search", "/workspace/", "/admin/", "/accounts/login/"):
        answer, _ = ask(server, path)
        assert answer.status == 502 and answer.headers["X-Neary-Copy"] is None, path


def test_a_deleted_file_is_gone_at_once(server: proxy.Nginx) -> None:
    withdrawn = server.data / "mirror" / "en" / "closed" / "index.html"
    withdrawn.parent.mkdir()
    withdrawn.write_text("withdrawn words")
    assert seen(server, "/en/closed/") == (200, "withdrawn words")
    withdrawn.unlink()
    assert seen(server, "/en/closed/") == (503, FILES["en/mirror/index.html"])


def test_a_machine_that_takes_no_connection_is_given_a_second(server: proxy.Nginx, port: int) -> None:
    """Its queue is full, so the kernel answers no new connection: as where the machine is gone."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", port))
        full.listen(0)
        waiting = [socket.socket() for _number in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        began = time.monotonic()
        assert seen(server, "/en/") == (200, FILES["en/index.html"])
        assert 0.5 < time.monotonic() - began < 2
        for each in waiting:
            each.close()


def test_the_portal_is_asked_again_each_time(server: proxy.Nginx, port: int) -> None:
    assert seen(server, "/en/")[1] == FILES["en/index.html"]
    portal = ThreadingHTTPServer(("127.0.0.1", port), Portal)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    try:
        answer, content = ask(server, "/en/")
        assert content == b"the portal itself" and answer.headers["X-Neary-Copy"] is None
        assert answer.headers["Cache-Control"] == "no-cache"
        # A portal that answers, if only that it is busy, is not down.
        assert seen(server, "/en/busy/") == (503, "the portal itself")
    finally:
        portal.shutdown()
        portal.server_close()
    assert seen(server, "/en/")[1] == FILES["en/index.html"]
