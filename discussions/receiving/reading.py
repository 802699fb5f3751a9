"""Read the bytes of a mail that came in."""

from __future__ import annotations

import hashlib

from discussions.incoming.parsing import Doubt, parse_mail
from discussions.incoming.trimming.trim import trim_quote
from discussions.models import IncomingMail
from discussions.models.posts import LONGEST_MESSAGE_ID
from discussions.receiving.authentication import is_sender_proven
from discussions.receiving.content import LONGEST_CUT, MailContent, header_values
from discussions.receiving.sent import sent_mail_of


def read_content(mail: IncomingMail) -> MailContent:
    """Return the parsed and trimmed content of an incoming mail; empty when its bytes were not kept."""
    if mail.raw is None:
        return MailContent(message_id=made_id(mail))
    raw = bytes(mail.raw)
    parsed = parse_mail(raw)
    # Of two senders neither is believed.
    sender = "" if Doubt.SENDER in parsed.doubts else parsed.sender
    trimmed = trim_quote(parsed, sent_mail_of(mail.recipient, parsed.references, sender))
    # An empty or too long id would make all such mails the same one.
    is_known = 0 < len(parsed.message_id) <= LONGEST_MESSAGE_ID
    return MailContent(
        sender=sender,
        kind=parsed.kind,
        subject=parsed.subject,
        text=trimmed.kept.strip(),
        cut=trimmed.cut[:LONGEST_CUT],
        message_id=parsed.message_id if is_known else made_id(mail),
        references=parsed.references,
        attachments=parsed.attachments,
        is_doubtful=trimmed.is_doubtful or Doubt.CUT_OFF in parsed.doubts,
        is_proven=is_sender_proven(header_values(raw, "Authentication-Results"), sender),
        is_permanent=parsed.is_permanent,
    )


def made_id(mail: IncomingMail) -> str:
    """Return a made-up Message-ID for an incoming mail, derived from the hash of its bytes and recipient."""
    return f"<{hashlib.sha256(mail.digest.encode()).hexdigest()[:40]}@mail.invalid>"
