"""Mails kept as files, on one's own machine: each begins with its envelope."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's backend of files, with the two lines that a mail server writes when it delivers a mail.

    Mails of a discussion name the board as their addressee: without the envelope nobody could tell, here, whose mail it
    is, and an erasure would not find it.
    """

    def write_message(self, message: Any) -> None:
        """Write a mail, with its envelope addresses as headers, into the open file (development only)."""
        envelope = [f"Return-Path: <{_address(message.from_email)}>"]
        envelope += [f"Delivered-To: {_address(recipient)}" for recipient in message.recipients()]
        # The stream takes bytes, whatever the types of Django's console backend say.
        self.stream.write(("\n".join(envelope) + "\n").encode())  # type: ignore[arg-type]
        super().write_message(message)


def _address(mailbox: str) -> str:
    """Return the address of a mailbox, without its name; no line break could stand in it."""
    return "".join(parseaddr(str(mailbox))[1].split())
