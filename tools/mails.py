"""The mails that a portal without a mail server leaves in its folder."""

from __future__ import annotations

import email
import re
from email.message import Message
from pathlib import Path


def mails_to(folder: Path, address: str, having: str) -> list[Message]:
    """Those to an address whose text has a pattern, the newest last."""
    kept = sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime_ns)
    mails = [mail for path in kept for mail in mails_in(path)]
    return [mail for mail in mails if mail["To"] == address and re.search(having, text_of(mail))]


def mails_in(path: Path) -> list[Message]:
    """The mails of one file of Django's backend, which ends each with a line of hyphens."""
    parts = re.split(rb"\n-{70,}\n", path.read_bytes())
    return [email.message_from_bytes(part.strip()) for part in parts if part.strip()]


def text_of(mail: Message) -> str:
    """The text of a mail, without its HTML; what was sent in base64 ends its lines with CR and LF."""
    payload = next(part for part in mail.walk() if not part.is_multipart()).get_payload(decode=True)
    return payload.decode().replace("\r\n", "\n") if isinstance(payload, bytes) else ""
