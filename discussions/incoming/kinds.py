"""The kinds of incoming mails: written by a person, or by a machine, known by headers and never by a subject."""

from __future__ import annotations

import email
import logging
from email.message import Message
from enum import StrEnum

from discussions.addresses import mail_domain, read_message_id
from discussions.incoming.headers import message_id_of, sender_of, value, values
from discussions.incoming.parts import MailPart
from discussions.incoming_limits import BOUNDARY

logger = logging.getLogger(__name__)

# "list" is missing: an honest forward may have it.
MACHINE_PRECEDENCE = {"bulk", "junk", "auto_reply"}
AUTO_REPLY_HEADERS = (
    "X-Autoreply",
    "X-Autoreply-From",
    "X-Auto-Reply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Vacation",
)
MAIL_SERVERS = ("mailer-daemon", "postmaster")
# A bounce begins with its report; what it brings back of our mail may be long.
LONGEST_BOUNCE = 64 * 1024
# Python's parser takes seconds for thousands of parts.
MOST_BOUNCE_PARTS, MOST_BOUNCE_MARKS = 10, 200
LOOP_HEADER = "X-Loop"


class MailKind(StrEnum):
    """The kinds of incoming mails."""

    NORMAL = "normal"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LOOP = "loop"


def kind_of(mail: MailPart) -> tuple[MailKind, bool]:
    """Return a mail's kind (normal, auto-reply, bounce, loop), and whether it reports a permanent delivery failure."""
    headers = mail.headers
    # RFC 3464 reports of delivery have this type.
    report = mail.parameter("report-type").lower() if mail.kind == "multipart/report" else ""
    if report == "delivery-status" or _is_from_mail_server(headers):
        temporary, permanent = _failures(mail.raw)
        if report == "delivery-status" or temporary or permanent:
            return MailKind.BOUNCE, bool(permanent)
    if is_loop(headers):
        return MailKind.LOOP, False
    return (MailKind.AUTO_REPLY if report or is_auto_reply(headers) else MailKind.NORMAL), False


def is_loop(headers: Message) -> bool:
    """Return whether a mail is one that we sent and that came back, or is from another mailing list (by headers)."""
    addresses = [written.strip().lower().strip("<>") for written in values(headers, LOOP_HEADER)]
    # A mail of ours that comes back has the board's own address in X-Loop.
    domain = mail_domain()
    is_ours = bool(domain) and any(address.endswith(f"@{domain}") for address in addresses)
    return is_ours or bool(values(headers, "List-Id")) or read_message_id(message_id_of(headers)) is not None


def is_auto_reply(headers: Message) -> bool:
    """Return whether a mail's headers say that it is an automatic answer or bulk mail, not written by a person."""
    submitted = value(headers, "Auto-Submitted").partition(";")[0].split("(")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if value(headers, "Precedence").strip().lower().replace("-", "_") in MACHINE_PRECEDENCE:
        return True
    if any(value(headers, name).strip().lower() not in ("", "no", "false") for name in AUTO_REPLY_HEADERS):
        return True
    # An empty envelope sender: only programs write so (RFC 5321).
    return value(headers, "Return-Path").strip() == "<>"


def _is_from_mail_server(headers: Message) -> bool:
    address, _name, _is_clear = sender_of(headers)
    return value(headers, "Return-Path").strip() == "<>" or address.partition("@")[0] in MAIL_SERVERS


def _failures(raw: bytes) -> tuple[set[bytes], set[bytes]]:
    """Return the addresses that a bounce reports, those that are tried again and those that are not."""
    raw = raw[:LONGEST_BOUNCE]
    # Counted before parsing: the parser's time grows with the square of nested parts.
    if sum(1 for _ in BOUNDARY.finditer(raw)) > MOST_BOUNCE_PARTS or raw.count(b"\n--") > MOST_BOUNCE_MARKS:
        return set(), set()
    # Loaded here: only a process that receives mail needs its many detectors.
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(email.message_from_bytes(raw))
    # Python's parser and the detectors raise errors of many kinds.
    except Exception as error:
        logger.info("A bounce could not be read: %s", type(error).__name__)
        return set(), set()
    return set(temporary), set(permanent)
