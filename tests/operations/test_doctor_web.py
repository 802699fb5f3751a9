"""Doctor's findings at the portal's own address, asked of real servers with real certificates."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from operations.doctor.servers import clock, web
from tests.operations.tls_server import Answers, Authority, https_server

LIVE = {"/health/live": (200, {}, b"live\n"), "/en/": (200, {}, b"")}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


class Front:
    """Starts servers at BASE_URL, and trusts the test's authority."""

    def __init__(self, settings: Any, authority: Authority, stack: ExitStack) -> None:
        self.settings, self.authority, self.stack = settings, authority, stack

    def serve(self, pages: dict[str, Any] = LIVE, host: str = "localhost", days: float = 60) -> None:
        context = self.authority.server_context(self.authority.certificate_for(host, days))
        self.at(self.stack.enter_context(https_server(pages, context)))

    def serve_plain(self) -> None:
        self.at(self.stack.enter_context(https_server(LIVE, None)))

    def at(self, port: int) -> None:
        self.settings.CANONICAL_URL = f"https://localhost:{port}"


@pytest.fixture
def front(settings: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    trusting = partial(ssl.create_default_context, cafile=str(authority.path))
    monkeypatch.setattr(web.ssl, "create_default_context", trusting)
    monkeypatch.setattr(web, "TIMEOUT", 2.0)
    with ExitStack() as stack:
        yield Front(settings, authority, stack)


def problems(check: Any) -> list[str]:
    return [finding.problem for finding in check()]


def test_a_good_certificate_is_nothing_to_speak_of(front: Front) -> None:
    front.serve()

    assert problems(web.certificate) == problems(web.answers) == problems(web.redirect_loop) == []
    assert problems(clock.web_server) == []


@pytest.mark.parametrize(
    ("served", "told"),
    [
        ({"days": -1}, "is expired"),
        ({"days": 13}, "ends in 12 days"),
        ({"host": "other.women.org.kh"}, "is for another name"),
        ({"host": "127.0.0.1"}, "is for another name"),
    ],
)
def test_what_is_wrong_with_a_certificate(front: Front, served: dict[str, Any], told: str) -> None:
    front.serve(**served)

    assert [told in problem for problem in problems(web.certificate)] == [True]


def test_a_certificate_of_nobody_is_told(front: Front, tmp_path: Path) -> None:
    front.authority = Authority(tmp_path)
    front.serve()

    assert "is not trusted" in problems(web.certificate)[0]


def test_no_tls_at_all_is_told(front: Front) -> None:
    front.serve_plain()

    assert "speaks no TLS" in problems(web.certificate)[0]


def test_where_nobody_listens_only_that_is_told(front: Front) -> None:
    front.at(1)

    assert problems(web.certificate) == []
    assert "Nobody answers" in problems(web.answers)[0]


def test_another_site_at_the_address_is_told(front: Front) -> None:
    front.serve({"/health/live": (200, {}, b"Welcome to nginx!")})

    assert "something else" in problems(web.answers)[0]


def test_a_page_that_leads_to_itself_is_told(front: Front) -> None:
    front.serve(LIVE | {"/en/": (301, {"Location": "https://elsewhere/en/"}, b"")})
    assert problems(web.redirect_loop) == []

    pages = dict(LIVE)
    front.serve(pages)
    address = front.settings.CANONICAL_URL
    pages["/en/"] = (301, {"Location": f"{address}/en/"}, b"")
    assert "to itself without end" in problems(web.redirect_loop)[0]


def test_a_clock_that_is_wrong_is_told(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    front.serve()
    monkeypatch.setattr(Answers, "date_time_string", lambda *_: "Mon, 05 Jan 2026 10:00:00 GMT")

    assert "seconds behind this machine's" in problems(clock.web_server)[0]


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"/_files/images/a.jpg": (200, {}, b"bytes")}, "Everybody can fetch private pictures"),
        ({"/files/images/a.jpg": (200, {"X-Accel-Redirect": "/_files/images/a.jpg"}, b"")}, "no nginx that handles it"),
        ({"/files/images/a.jpg": (403, {}, b"")}, "may not read them (status 403)"),
        ({"/files/images/a.jpg": (200, {}, b"bytes")}, ""),
    ],
)
def test_how_private_files_come(
    front: Front, monkeypatch: pytest.MonkeyPatch, pages: dict[str, Any], told: str
) -> None:
    front.settings.FILES_ACCEL_PREFIX = "/_files/"
    monkeypatch.setattr(web, "stored_picture", lambda **_: "images/a.jpg")
    front.serve(LIVE | pages)

    assert [told in problem for problem in problems(web.private_files)] == ([True] if told else [])
