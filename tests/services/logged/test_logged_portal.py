"""The logs of a whole portal (nginx, gunicorn, worker): nothing about people, and one id from nginx to the mail."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.attack.attacked import BehindNginx
from tests.services.conftest import running
from tests.services.flow.portal import ACCESS_LOG, served
from tests.services.flow.visitor import Visitor
from tests.services.mail_sink import PickySink, picky_sink
from tests.services.nginx import Nginx, nginx
from tests.services.processes import Process, spare_port, wait_for
from tests.services.servers import PostgreSQL, Redis

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services"), pytest.mark.timeout(300)]

ADDRESS, REFUSED, WORD = "sokha.chan@example.org", "refused.sokha@example.org", "hiddenword"
PASSWORD, TOKEN = "secret-password", "token0of0a0mailed0link"
VISITOR, BROWSER, CAME_FROM = "203.0.113.77", "Oldbrowser/7.7", "https://secret-clinic.example/"
HEADERS = {"X-Forwarded-For": VISITOR, "User-Agent": BROWSER, "Referer": CAME_FROM}
TYPED = ("sokha", "domestic-violence", WORD, PASSWORD, TOKEN, VISITOR, "oldbrowser", "secret-clinic")
FOLLOW = "/en/follow/?topic=domestic-violence"


class LoggedPortal:
    """A portal behind nginx whose logs can be read."""

    def __init__(self, portal: BehindNginx, front: Nginx, web: Process) -> None:
        self.portal, self.front, self.web = portal, front, web
        self.visitor = Visitor(portal.url)

    def follow(self, address: str) -> None:
        """Ask for the mails about a topic."""
        form = self.visitor.get(FOLLOW, HEADERS)
        assert self.visitor.submit(form, "email", HEADERS, email=address).status == 200

    def lines(self, *logs: Path) -> list[dict[str, Any]]:
        """Return the lines of logs that are JSON: nearly all, but for the first words of the programs."""
        written = [line for log in logs for line in log.read_text().splitlines()]
        return [json.loads(line) for line in written if line.startswith("{")]

    @property
    def logs(self) -> list[Path]:
        """All logs, also nginx's own words."""
        own = [self.portal.log(program) for program in ("web", "worker")]
        return [*own, self.front.log, self.front.process.log]


@pytest.fixture
def sink() -> Iterator[PickySink]:
    with picky_sink() as sink:
        yield sink


@pytest.fixture
def logged(
    data: Path,
    sink: PickySink,
    postgresql: PostgreSQL,
    redis: Redis,
    processes: Callable[[Process], Process],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[LoggedPortal]:
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    port = spare_port()
    for front in running(nginx(port, data)):
        portal = BehindNginx.of(served(data, postgresql, redis.url, sink.port), port, front.port)
        portal.settings = "tests.services.logged.settings"
        web = processes(portal.serve(*ACCESS_LOG))
        processes(portal.worker())
        yield LoggedPortal(portal, front, web)


def test_one_id_leads_from_nginx_to_the_mail_and_no_line_tells_of_anybody(
    logged: LoggedPortal, sink: PickySink
) -> None:
    portal, visitor = logged.portal, logged.visitor
    logged.follow(ADDRESS)
    wait_for(lambda: sink.to(ADDRESS), "the mail to confirm", 60)
    # The mail server refuses this address for good, and quotes nothing of it; the event is given up.
    logged.follow(REFUSED)
    visitor.get(f"/en/search/?q={WORD}&email={ADDRESS}", HEADERS)
    visitor.get(f"/en/no-such-page/?name={WORD}", HEADERS)
    visitor.get(f"/accounts/password/reset/key/{TOKEN}/", HEADERS)
    form = visitor.get("/accounts/login/", HEADERS)
    visitor.submit(form, "password", HEADERS, login=ADDRESS, password=PASSWORD)
    break_request(logged)
    send_nonsense(portal.front)
    send_nonsense(portal.port)
    wait_for(lambda: portal.query("SELECT 1 FROM outbox_event WHERE state = 2"), "the refused mail", 60)

    leaks = [line for log in logged.logs for line in log.read_text().splitlines() if told(line)]
    assert leaks == []
    follow_id(logged)


def break_request(logged: LoggedPortal) -> None:
    """Let a form that brings an address end in an error of the database."""
    form = logged.visitor.get(FOLLOW, HEADERS)
    logged.portal.execute("ALTER TABLE feed_follower RENAME TO feed_follower_away")
    try:
        assert logged.visitor.submit(form, "email", HEADERS, email=ADDRESS).status == 500
    finally:
        logged.portal.execute("ALTER TABLE feed_follower_away RENAME TO feed_follower")


def send_nonsense(port: int) -> None:
    """Send what is no request, with an address in it."""
    for nonsense in (f"GET /en/?q={WORD} {ADDRESS} HTTP/9.9", f"GET /?q={WORD} HTTP/1.1\r\n{ADDRESS} x: {VISITOR}"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(f"{nonsense}\r\n\r\n".encode())
            connection.recv(1000)


def told(line: str) -> list[str]:
    """Return what a line tells of people."""
    return [part for part in TYPED if part.lower() in line.lower()]


def follow_id(logged: LoggedPortal) -> None:
    """Check that nginx, web process, outbox and worker name the request that caused the first mail by one id."""
    posted = [line for line in logged.lines(logged.front.log) if line["message"] == "POST /en/follow/"]
    request = posted[0]["request"]
    assert [line["status"] for line in posted] == [302, 302, 500]
    (answered,) = [line for line in logged.lines(logged.portal.log("web")) if line.get("request") == request]
    assert (answered["message"], answered["logger"]) == ("POST /en/follow/", "gunicorn.access")
    (recorded,) = logged.portal.query(f"SELECT id, kind FROM outbox_event WHERE request_id = '{request}'")
    mailed = [line for line in logged.lines(logged.portal.log("worker")) if line.get("request") == request]
    assert (recorded[0], recorded[1]) in [(line.get("event"), line.get("kind")) for line in mailed]
    # A server error leads the same way.
    failed = [line for line in logged.lines(logged.portal.log("web")) if line.get("request") == posted[-1]["request"]]
    assert any("error" in line for line in failed)
