"""Nothing that people type, and nothing about their machines, stands in the log of production."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from common.logs.formatters import JsonFormatter
from common.logs.redaction import redacted
from outbox import services
from portal.access_log import AccessLogger

ADDRESS, PHONE, NAME, WORD = "sokha.chan@example.org", "012 345 678", "Chan Sokha", "hiddenword"
VISITOR, NETWORK, BROWSER = "203.0.113.77", "2001:db8:1:2::77", "Oldbrowser/7.7"
HARMLESS = "at 12:30:45 on 2026-11-29, 0.012 s, id 1234567, page 12?"
TYPED = ("sokha", PHONE, "012345678", WORD, VISITOR, NETWORK, "Oldbrowser", "secret-password")


class Lines(logging.Handler):
    """A handler that keeps what production would write."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(JsonFormatter())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    def leaks(self) -> list[str]:
        """Return the lines in which something that was typed stands."""
        return [line for line in self.written if any(part.lower() in line.lower() for part in TYPED)]


@pytest.fixture
def log() -> Iterator[Lines]:
    lines, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(lines)
    root.setLevel(level)


@pytest.fixture
def visitor(client: Any) -> Any:
    client.raise_request_exception = False
    client.defaults |= {"HTTP_USER_AGENT": BROWSER, "HTTP_X_FORWARDED_FOR": VISITOR, "REMOTE_ADDR": NETWORK}
    return client


def fail(*args: Any, **kwargs: Any) -> Any:
    """Fail as a database does, whose error quotes the row that it refuses."""
    typed = {"email": ADDRESS, "phone": PHONE, "name": NAME}
    User.objects.create(email=ADDRESS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM nothing_of_this_name -- " + str(typed).replace("%", ""), [NAME])


def test_journeys_leave_nothing_typed(visitor, log, portal, organization, drain, monkeypatch) -> None:
    """Walk through what visitors do, with and without faults, and read every line."""
    visitor.get(f"/en/search/?q={WORD}")
    visitor.get(f"/api/v1/search?q={WORD}%00")
    visitor.get(f"/en/no-page-of-{WORD[:3]}/?name=Chan+Sokha&email={ADDRESS}")
    visitor.get("/en/", headers={"host": "chan-sokha.example.org, x"})
    visitor.post("/accounts/login/", {"login": ADDRESS, "password": "secret-password"})
    visitor.post("/accounts/password/reset/", {"email": ADDRESS})
    visitor.post(f"/en/follow/?organization={organization.slug}", {"email": ADDRESS, "rhythm": "weekly"})
    drain()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    visitor.post(f"/km/follow/?organization={organization.slug}", {"email": "chan." + ADDRESS, "rhythm": "weekly"})
    # Not by the fixture, which refuses events that failed.
    assert services.drain()
    assert log.written
    assert log.leaks() == []


def test_an_unhandled_error_tells_its_place_and_no_word(visitor, log, portal, monkeypatch) -> None:
    monkeypatch.setattr("django.template.loader.render_to_string", fail)
    monkeypatch.setattr("search.views.search", fail, raising=False)
    monkeypatch.setattr("portal.middleware.PublicLocaleMiddleware.process_request", fail)
    answer = visitor.get(f"/en/search/?q={WORD}&name={NAME}")
    assert answer.status_code == 500
    (line,) = [json.loads(written) for written in log.written if '"error"' in written]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["message"] == "Internal Server Error: /en/search/"
    assert line["error"][0]["kind"] == "OperationalError"
    assert any("test_no_personal_data.py" in place and place.endswith(" fail") for place in line["error"][0]["at"])
    assert log.leaks() == []


def test_errors_as_arguments_and_causes_tell_their_kind_alone(log) -> None:
    try:
        try:
            raise ConnectionRefusedError(111, NAME)
        except OSError as error:
            logging.getLogger("x").warning("away: %s %r", error, error)
            raise ValueError(f"{NAME} at {ADDRESS}") from error
    except ValueError as error:
        logging.getLogger("x").error(str(error), exc_info=True)
    away, failed = (json.loads(line) for line in log.written)
    assert away["message"] == "away: ConnectionRefusedError 111 'ConnectionRefusedError 111'"
    assert failed["message"] == "ValueError"
    assert [told["kind"] for told in failed["error"]] == ["ValueError", "ConnectionRefusedError 111"]
    assert log.leaks() == []


def test_the_line_of_a_request_has_no_address_browser_or_query() -> None:
    record: list[Any] = []
    logger = AccessLogger.__new__(AccessLogger)
    logger.access_log = SimpleNamespace(info=lambda *args, **kwargs: record.append((args, kwargs)))  # type: ignore
    logger._access_log_enabled = True  # type: ignore[attr-defined]
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/accounts/invitation/a-secret/", "QUERY_STRING": f"q={WORD}"}
    environ |= {
        "RAW_URI": f"/en/?q={WORD}",
        "REMOTE_ADDR": VISITOR,
        "HTTP_USER_AGENT": BROWSER,
        "neary.request_id": "7",
    }
    response: Any = SimpleNamespace(status="200 OK", sent=5, headers=[])
    logger.access(response, None, environ, timedelta(seconds=1.5))
    ((message, *arguments), kwargs) = record[0]
    made = logging.LogRecord("gunicorn.access", logging.INFO, "", 0, message, tuple(arguments), None)
    made.fields = kwargs["extra"]["fields"]
    line = json.loads(JsonFormatter().format(made))
    assert line["message"] == "GET /accounts/invitation/***/"
    assert (line["status"], line["bytes"], line["seconds"], line["request"]) == (200, 5, 1.5, "7")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (f"to <{ADDRESS}>", "to <[address]>"),
        ("from 203.0.113.77:80", "from [network]:80"),
        ("of 2001:db8::1, ::1 and ::ffff:7", "of [network], [network] and [network]"),
        ("1:2:3:4:5:6:7:8", "[network]"),
        ("call 012 345 678 or +855 12 345 678, 0123456789", "call [telephone] or [telephone], [telephone]"),
        ("GET /en/search/?q=a%20b&x=1 HTTP", "GET /en/search/?[query] HTTP"),
        (HARMLESS, HARMLESS),
    ],
)  # fmt: skip
def test_what_is_redacted_and_what_is_not(typed: str, told: str) -> None:
    assert redacted(typed) == told


@pytest.mark.parametrize("piece", ["?a", "1.", "a:", "::", "0 1", "855 ", "a@", "a.", "/e/", "%40", "0123456789"])
def test_redaction_takes_time_by_length_alone(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    redacted(text)
    assert time.process_time() - began < 2
