"""A real nginx before a stand-in for the portal that tells what reached it."""

from __future__ import annotations

import gzip
import http.client
import json
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.services import nginx as proxy
from tests.services.conftest import running

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("nginx")]

HASHED = "css/neary.0123456789ab.css"
STYLE = "p { color: #222 }\n" * 100
PICTURE = b"\x89PNG a private picture"


class StandIn(BaseHTTPRequestHandler):
    """Answers like the portal: pages, a page with a word on caching, and private files by X-Accel-Redirect."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        told = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps(told | {"padding": "x" * 1000}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "image/png" if self.path.startswith("/files/") else "application/json")
        if self.path.startswith("/files/"):
            self.send_header("X-Accel-Redirect", "/_files/" + self.path.removeprefix("/files/"))
            self.send_header("Cache-Control", "private, no-store")
            self.send_header("Content-Security-Policy", "sandbox")
        if self.path.startswith("/en/feed"):
            self.send_header("Cache-Control", "max-age=60")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def stand_in() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def server(stand_in: int) -> Iterator[proxy.Nginx]:
    with tempfile.TemporaryDirectory(prefix="neary-nginx-data-") as name:
        lay_files(Path(name))
        yield from running(proxy.nginx(stand_in, Path(name)))


def lay_files(data: Path) -> None:
    style = data / "static" / HASHED
    style.parent.mkdir(parents=True)
    style.write_text(STYLE)
    style.with_name(style.name + ".gz").write_bytes(gzip.compress(STYLE.encode()))
    (data / "static" / "icon.svg").write_text("<svg/>")
    (data / "files" / "images").mkdir(parents=True)
    (data / "files" / "images" / "photo.png").write_bytes(PICTURE)


def ask(
    server: proxy.Nginx, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer and its body, as they came over the wire; header names are written with underscores."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_a_static_file_with_a_hash_in_its_name_is_kept_for_ever(server: proxy.Nginx) -> None:
    answer, content = ask(server, f"/static/{HASHED}", Accept_Encoding="gzip")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(content).decode() == STYLE


def test_a_static_file_without_a_hash_is_asked_for_again(server: proxy.Nginx) -> None:
    answer, _ = ask(server, "/static/icon.svg")

    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "image/svg+xml"
    again, content = ask(server, "/static/icon.svg", If_None_Match=answer.headers["ETag"])
    assert (again.status, content) == (304, b"")


def test_nobody_leaves_the_folder_of_static_files(server: proxy.Nginx) -> None:
    for path in ("/static/../files/images/photo.png", "/static/%2e%2e/files/images/photo.png", "/static../files/"):
        assert PICTURE not in ask(server, path)[1], path


def test_private_files_cannot_be_asked_for_past_the_portal(server: proxy.Nginx) -> None:
    for path in ("/_files/images/photo.png", "/_files/", "/%5ffiles/images/photo.png", "//_files/images/photo.png"):
        answer, content = ask(server, path)
        assert answer.status == 404, path
        assert PICTURE not in content


def test_the_portal_has_a_private_file_served_under_its_own_rules(server: proxy.Nginx) -> None:
    answer, content = ask(server, "/files/images/photo.png")

    assert content == PICTURE
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["X-Accel-Redirect"] is None
    again, _ = ask(server, "/files/images/photo.png", If_None_Match=answer.headers["ETag"])
    assert again.status == 304


def test_the_portal_learns_how_the_visitor_came(server: proxy.Nginx) -> None:
    _, content = ask(
        server, "/en/", Host="portal.example.org", X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.7, 127.0.0.1"
    )

    told = json.loads(content)
    assert told["host"] == told["x-forwarded-host"] == "portal.example.org"
    assert told["x-forwarded-proto"] == "https"
    assert told["x-real-ip"] == told["x-forwarded-for"] == "203.0.113.7"


def test_a_visitor_cannot_choose_an_address_beyond_what_ended_tls(server: proxy.Nginx) -> None:
    """The server that ends TLS appends the address it saw: what stands before it is the visitor's own claim."""
    _, content = ask(server, "/en/", X_Forwarded_For="198.51.100.1, 203.0.113.7")

    assert json.loads(content)["x-real-ip"] == "203.0.113.7"


def test_an_unknown_scheme_is_not_passed_on(server: proxy.Nginx) -> None:
    _, content = ask(server, "/en/", X_Forwarded_Proto="javascript")

    assert json.loads(content)["x-forwarded-proto"] == "http"


def test_pages_are_always_asked_for_again(server: proxy.Nginx) -> None:
    assert ask(server, "/en/")[0].headers.get_all("Cache-Control") == ["no-cache"]
    assert ask(server, "/en/feed")[0].headers.get_all("Cache-Control") == ["max-age=60"]


def test_answers_are_compressed(server: proxy.Nginx) -> None:
    answer, content = ask(server, "/en/", Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(content))


def test_uploads_end_at_25_megabytes(server: proxy.Nginx) -> None:
    megabyte = 1024 * 1024

    assert ask(server, "/admin/images/add/", "POST", b"x" * (24 * megabyte))[0].status == 200
    # The announcement is enough: nothing of it needs to be sent.
    assert ask(server, "/admin/images/add/", "POST", Content_Length=str(26 * megabyte))[0].status == 413


def test_nginx_tells_that_it_lives_without_the_portal(server: proxy.Nginx) -> None:
    answer, content = ask(server, "/health/nginx")

    assert (answer.status, content) == (200, b"live\n")


DOORS = [
    "/accounts/login/",
    "/accounts/login/code/confirm/",
    "/accounts/2fa/authenticate/",
    "/accounts/invitation/abc/",
]
DOORS += ["/en/join/", "/km/follow/", "/km/report/7/", "/%61ccounts/password/reset/", "//accounts/./login/"]


def test_a_flood_closes_the_doors_to_its_sender_alone(server: proxy.Nginx) -> None:
    flood, stranger = {"X_Forwarded_For": "203.0.113.50"}, {"X_Forwarded_For": "203.0.113.51"}
    statuses = [ask(server, DOORS[n % len(DOORS)], "POST", b"x", **flood)[0].status for n in range(40)]
    assert statuses[:15] == [200] * 15
    assert statuses.count(429) >= 15
    assert ask(server, "/accounts/login/", "POST", b"x", X_Forwarded_For="1.2.3.4, 203.0.113.50")[0].status == 429
    # She still reads, and works where she is signed in; everybody else comes in.
    for path, method in [("/accounts/login/", "GET"), ("/en/", "GET"), ("/workspace/new/", "POST")]:
        assert ask(server, path, method, b"x" if method == "POST" else None, **flood)[0].status == 200
    assert ask(server, "/accounts/login/", "POST", b"x", **stranger)[0].status == 200


@pytest.mark.parametrize(
    ("house", "neighbour"), [("2a01:4f8:1:2:", "2a01:4f8:1:3::1"), ("2a02:4f8:", "2a02:4f8:0:1::1")]
)
def test_a_house_with_ipv6_is_one_visitor(server: proxy.Nginx, house: str, neighbour: str) -> None:
    for number in range(1, 60):
        answer, _ = ask(server, "/accounts/login/", "POST", b"x", X_Forwarded_For=f"{house}:{number:x}")
    assert answer.status == 429
    assert ask(server, "/accounts/login/", "POST", b"x", X_Forwarded_For=neighbour)[0].status == 200


def test_every_door_that_strangers_post_to_is_counted() -> None:
    """The list stands in nginx.conf; what allauth, follow, join and report take lies below it."""
    import re

    from django.urls import reverse
    from django.utils.translation import override

    text = proxy.CONFIGURATION.read_text()
    patterns = re.findall(r'"~\^1(/\S+)" \$visitor_network', text)
    names = [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "mfa_authenticate",
        "apply",
        "follow",
    ]
    for language in ("en", "km"):
        with override(language):
            doors = [*map(reverse, names), reverse("report", args=[1]), reverse("invitation", args=["x"])]
        for door in doors:
            assert any(re.match(pattern, door) for pattern in patterns), door


def test_metrics_are_not_passed_on(server: proxy.Nginx) -> None:
    for path in ("/metrics", "//metrics", "/%6detrics", "/metrics?x=1", "/./metrics"):
        answer, _ = ask(server, path, Authorization="Bearer token")
        assert answer.status == 404, path
    assert "metrics" in server.log.read_text()


def test_no_token_of_a_mailed_link_stands_in_the_log(server: proxy.Nginx) -> None:
    for path in ("/accounts/invitation/secret.token/", "/km/follow/manage/secret.token/?x=1", "/en/"):
        ask(server, path, Referer=f"https://neary.example{path}")
    log = server.log.read_text()
    assert "/accounts/invitation/***" in log and '"GET /en/"' in log
    assert "secret" not in log
