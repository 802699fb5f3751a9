"""A mail as it goes out: its envelope, its headers, and bodies that pass every mail server unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.charset import BASE64, Charset
from email.headerregistry import Address
from typing import Any

from django.core.mail import EmailMultiAlternatives

from common.typed_text.characters import one_line, without_invisible

# RFC 5322: a mail server may cut a longer line, in the middle of a Khmer letter too.
LONGEST_LINE = 998
# The longest shown name in a header, in characters.
LONGEST_NAME = 100
# Bytes of all attachments of a mail together: phones fetch them over slow lines.
MOST_ATTACHED = 20_000


class Base64Charset(Charset):
    """UTF-8 in base64, of lines that end as RFC 2045 asks for text: CRLF."""

    def __init__(self) -> None:
        super().__init__("utf-8")
        self.body_encoding = BASE64

    def body_encode(self, string: Any) -> Any:
        """Return a mail's text encoded in base64, with CRLF line ends."""
        data = string.encode() if isinstance(string, str) else string
        # Every kind of line end becomes one and the same.
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return super().body_encode(lines.replace(b"\n", b"\r\n"))


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a mail; `kind` is its media type, as "text/calendar"."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class OutgoingMail:
    """A mail to one mailbox, which the envelope alone need name.

    `to` is the mailbox. `headers` may give From, To, Reply-To and Message-ID besides any others. `sender` is the
    envelope's: bounces go there; empty, they go to DEFAULT_FROM_EMAIL.
    """

    to: str
    subject: str
    text: str
    html: str | None = None
    language: str | None = None
    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()

    def email_message(self, connection: Any = None) -> EmailMultiAlternatives:
        """Return the mail as Django's e-mail object. Raises ValueError for more than 20 kB of attachments.

        Raises BadHeaderError, when it is written, for a line break in a header.
        """
        if sum(len(each.content) for each in self.attachments) > MOST_ATTACHED:
            raise ValueError("The attachments of a mail are larger than 20 kB.")
        headers = dict(self.headers)
        if self.language:
            headers["Content-Language"] = self.language
        message = EmailMultiAlternatives(
            self.subject, self.text, self.sender or None, [self.to], headers=headers, connection=connection
        )
        if self.html:
            message.attach_alternative(self.html, "text/html")
        if needs_base64(self.text) or needs_base64(self.html or ""):
            message.encoding = Base64Charset()
        for each in self.attachments:
            message.attach(each.name, each.content, each.kind)
        return message


def needs_base64(text: str) -> bool:
    """Return whether a text has non-ASCII letters or a line too long for mail."""
    return not text.isascii() or any(len(line) > LONGEST_LINE for line in text.split("\n"))


def named_address(name: str, address: str) -> str:
    """Return an address header's value with a display name, cleaned. Raises ValueError for an invalid address.

    Whatever the name holds, the header has one address, the given one. Raises ValueError for what is no address.
    """
    # Letters that cannot be seen or written are left out; what is left is quoted where it must be.
    seen = " ".join(without_invisible(one_line(name)).split())[:LONGEST_NAME].strip()
    # A mail program would read "=?utf-8?q?...?=" as another name than the one that was typed and looked at.
    seen = seen.replace("=?", "= ?")
    local_part, _at, domain = address.rpartition("@")
    return str(Address(display_name=seen, username=local_part, domain=domain))
