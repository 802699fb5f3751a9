"""No line of the log names anybody: not the portal's own words, nor errors and tracebacks of libraries."""

from __future__ import annotations

import logging
import smtplib
import sys
from typing import Any

import pytest
from django.db import transaction

from common.logs.formatters import OneLineFormatter
from mail import sending
from outbox.execution.attempts import run
from outbox.models import Event

ADDRESS = "sokha.chan+1@example.org"
FORMATTER = OneLineFormatter("{levelname} {message}", style="{")


@pytest.mark.parametrize(
    "text", [ADDRESS, ADDRESS.upper(), f"<{ADDRESS}>", ADDRESS.replace("@", "%40"), f"to={ADDRESS};"]
)
def test_no_address_stands_in_a_line(text):
    try:
        raise ValueError(f"Key (email)=({text}) already exists.")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, f"about {text}", (), sys.exc_info())

    written = FORMATTER.format(record)

    assert "sokha" not in written.lower() and "[address]" in written and "already exists" in written


def test_a_mail_that_is_given_up_is_told_without_its_reader(db, monkeypatch, caplog):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, f"no {ADDRESS} here".encode())})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with transaction.atomic():
        sending.send(ADDRESS, "x", "y")
    event = Event.objects.get(kind="mail.send")
    with caplog.at_level(logging.INFO):
        run(event.pk, event.kind)

    assert Event.objects.get(pk=event.pk).state == Event.State.DEAD or caplog.records
    assert not [line for line in map(FORMATTER.format, caplog.records) if "sokha" in line.lower()]
