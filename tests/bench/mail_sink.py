"""A mail server that takes everything and remembers when, for whom, and under which Message-ID."""

from __future__ import annotations

import email
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.services.processes import spare_port


class Sink:
    """Mails as they arrived: recipient, moment and Message-ID."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, float, str]] = []
        self.port = spare_port()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message_id = str(email.message_from_bytes(envelope.content[:8000])["Message-ID"])
        self.mails += [(recipient, time.monotonic(), message_id) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def arrived(self, recipient: str) -> float | None:
        """The moment at which a mail to this address arrived, None before."""
        return next((moment for to, moment, _message_id in self.mails if to == recipient), None)


@contextmanager
def mail_sink() -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
