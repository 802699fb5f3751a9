"""Read the bytes of a mail that came in."""

from __future__ import annotations

import email
import email.policy
import hashlib
from email.utils import getaddresses

from discussions.models import IncomingMail
from discussions.receiving.authentication import is_sender_proven
from discussions.receiving.content import MailContent, header_values, message_ids, one_address


def read_content(mail: IncomingMail) -> MailContent:
    """Return the content of a mail; of one that was not kept, because it cannot be parsed safely, nothing."""
    if mail.raw is None:
        return MailContent(message_id=made_id(mail))
    raw = bytes(mail.raw)
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    sender = sender_of(raw)
    body = parsed.get_body(("plain",))
    text = body.get_content() if body else ""
    ids = message_ids(" ".join(header_values(raw, "Message-ID")))
    return MailContent(
        sender=sender,
        subject=str(parsed["Subject"] or ""),
        text=text.strip(),
        message_id=ids[0] if ids else made_id(mail),
        references=message_ids(" ".join([*header_values(raw, "References"), *header_values(raw, "In-Reply-To")])),
        is_proven=is_sender_proven(header_values(raw, "Authentication-Results"), sender),
    )


def sender_of(raw: bytes) -> str:
    """Return the one address in From in lower case; "" where there are several, or none that can be read safely."""
    found = getaddresses(header_values(raw, "From"))
    return one_address(found[0][1]) if len(found) == 1 else ""


def made_id(mail: IncomingMail) -> str:
    """Return a Message-ID for a mail that has none: the same whenever these bytes come in."""
    return f"<{hashlib.sha256(mail.digest.encode()).hexdigest()[:40]}@mail.invalid>"
