"""The kind of event by which a mail is sent."""

from __future__ import annotations

from typing import TypedDict

from outbox import declare


class MailPayload(TypedDict):
    """A mail to one address, as mail.sending.send takes it."""

    to: str
    subject: str
    text: str
    html: str | None
    language: str | None
    headers: dict[str, str]
    identity: str | None
    concerning: str


MAIL_SEND = declare("mail.send", MailPayload)
