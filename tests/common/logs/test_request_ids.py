"""Each request has an id: its log lines carry it, its outbox events, and the lines of the worker."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from celery import shared_task
from django.db import transaction
from django.http import HttpResponse

from common.logs.context import current_fields, is_request_id, log_fields
from common.logs.formatters import JsonFormatter
from common.logs.middleware import RequestIdMiddleware
from mail import sending
from outbox.execution.attempts import run
from outbox.models import Event

GIVEN = "0123456789abcdef0123456789abcdef"
PROXIED = {"HTTP_X_REQUEST_ID": GIVEN, "HTTP_X_FORWARDED_FOR": "203.0.113.9", "REMOTE_ADDR": "172.18.0.5"}
seen: list[str] = []


@shared_task(name="tests.logs.note")
def note() -> None:
    seen.append(str(current_fields()))


def id_of(rf: Any, **meta: str) -> str:
    found: list[Any] = []
    RequestIdMiddleware(lambda request: found.append(request) or HttpResponse())(rf.get("/en/", **meta))
    assert current_fields() == {}
    return found[0].request_id


def test_the_proxys_id_is_taken_and_nobody_elses(rf, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert id_of(rf, **PROXIED) == GIVEN
    not_believed: list[dict[str, str]] = [
        {"REMOTE_ADDR": "8.8.8.8"},
        {"HTTP_X_REQUEST_ID": "a line\nforged"},
        {"HTTP_X_REQUEST_ID": GIVEN.upper()},
        {"HTTP_X_REQUEST_ID": GIVEN + "0"},
    ]
    for changed in not_believed:
        made = id_of(rf, **PROXIED | changed)
        assert is_request_id(made) and made != GIVEN, changed
    direct = {name: value for name, value in PROXIED.items() if name != "HTTP_X_FORWARDED_FOR"}
    assert id_of(rf, **direct) != GIVEN
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert id_of(rf, **PROXIED) != GIVEN


def test_a_server_error_tells_its_id(rf) -> None:
    failed = RequestIdMiddleware(lambda request: HttpResponse(status=500))(rf.get("/"))
    assert is_request_id(failed.headers["X-Request-ID"])
    assert "X-Request-ID" not in RequestIdMiddleware(lambda request: HttpResponse())(rf.get("/")).headers


def test_a_refused_request_is_logged_with_its_id(client, db, caplog) -> None:
    with caplog.at_level(logging.WARNING):
        client.get("/no-such-page/")
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert [line["message"] for line in lines if is_request_id(line.get("request"))] == ["Not Found: /no-such-page/"]


def test_an_event_keeps_the_id_and_the_worker_logs_it(db, caplog) -> None:
    with log_fields(request=GIVEN), transaction.atomic():
        sending.send("reader@example.org", "x", "y")
    event = Event.objects.get(kind="mail.send")
    assert event.request_id == GIVEN
    lines: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(JsonFormatter().format(record)))

    kept, log = Keep(), logging.getLogger("outbox")
    log.addHandler(kept)
    try:
        with caplog.at_level(logging.INFO):
            run(event.pk, event.kind)
    finally:
        log.removeHandler(kept)
    (line,) = lines
    assert (line["request"], line["event"], line["kind"]) == (GIVEN, event.pk, "mail.send")


def test_an_event_of_an_event_has_the_id_of_the_same_request(db, monkeypatch) -> None:
    def send_another(event: Event, mail: Any) -> None:
        with transaction.atomic():
            sending.send("another@example.org", "x", "y")

    monkeypatch.setattr("mail.handlers.hand_over", send_another)
    with log_fields(request=GIVEN), transaction.atomic():
        sending.send("reader@example.org", "x", "y")
    event = Event.objects.get(kind="mail.send")
    run(event.pk, event.kind)
    assert Event.objects.get(kind="mail.send", pk__gt=event.pk).request_id == GIVEN


@pytest.mark.parametrize("given", [GIVEN, "no id"])
def test_a_task_has_the_id_of_the_request_that_sent_it(given: str) -> None:
    seen.clear()
    note.apply(headers={"neary_request": given})
    assert "tests.logs.note" in seen[0] and (GIVEN in seen[0]) == (given == GIVEN)
    assert current_fields() == {}
