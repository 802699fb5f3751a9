"""A mail server that takes everything, and remembers each mail with its envelope and the moment."""

from __future__ import annotations

import email
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.policy import default
from typing import Any, NamedTuple, TypeVar

from aiosmtpd.controller import Controller

from tests.services.processes import spare_port

AnySink = TypeVar("AnySink", bound="Sink")


class TakenMail(NamedTuple):
    """A mail that was taken: its envelope, the moment, its Message-ID, and what it says."""

    recipient: str
    sender: str
    moment: float
    message_id: str
    content: bytes

    @property
    def text(self) -> str:
        """The plain text."""
        body = email.message_from_bytes(self.content, policy=default).get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def has_picture(self) -> bool:
        """True where a picture is attached."""
        return b"Content-Type: image/" in self.content


class Sink:
    """The mails in the order in which they were taken."""

    def __init__(self) -> None:
        self.mails: list[TakenMail] = []
        self.port = spare_port()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message_id = str(email.message_from_bytes(envelope.content[:8000])["Message-ID"])
        moment = time.monotonic()
        self.mails += [
            TakenMail(each, envelope.mail_from, moment, message_id, envelope.content) for each in envelope.rcpt_tos
        ]
        return "250 OK"

    def to(self, beginning: str) -> list[TakenMail]:
        """Return the mails to addresses that begin with some letters."""
        return [mail for mail in self.mails if mail.recipient.startswith(beginning)]


class PickySink(Sink):
    """A mail server that refuses some readers for now or for good, until it is repaired."""

    is_repaired = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("refused") and not self.is_repaired:
            return "550 5.1.1 no such mailbox"
        if address.startswith("later") and not self.is_repaired:
            return "451 4.3.0 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """A sink on a port of this machine until the block ends."""
    with serving(Sink()) as sink:
        yield sink


@contextmanager
def picky_sink() -> Iterator[PickySink]:
    """A sink that refuses some readers, on a port of this machine until the block ends."""
    with serving(PickySink()) as sink:
        yield sink


@contextmanager
def serving(sink: AnySink) -> Iterator[AnySink]:
    """Let a sink take mails on its port until the block ends."""
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
