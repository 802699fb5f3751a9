"""Sending of mail after the transaction that records it has committed, again and again until it is accepted."""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts.sign_in_names import has_mailbox
from mail.connection import TIMEOUT
from mail.message import OutgoingMail
from mail.outbox_events import MAIL_SEND, MailPayload
from outbox.models import Event, stream_suffix
from outbox.recording import record
from outbox.registry import GiveUp

LEASE = 60


def send(
    to: str | Iterable[str],
    subject: str,
    text: str,
    html: str | None = None,
    language: str | None = None,
    key: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    identity: str | None = None,
    concerning: str = "",
) -> None:
    """Record a mail to each address, to be sent after the commit. Raises ValueError for an invalid address.

    Nothing is recorded for an address that stands for a sign-in name: such people have no mailbox.

    `language` ("en", "km") is told to the reader's mail program. With `key`, a mail to the same address
    that still waits under it is replaced by this one. `headers` are further ones. All mails of one `identity` to an
    address carry one Message-ID, so that mail programs show a doubled one once: name what is said once and no more.
    `concerning` names what makes the reader entitled to it: `recall` takes it back.
    Raises ValueError for an address that is none, TransactionManagementError outside a transaction.
    """
    for address in filter(has_mailbox, [to] if isinstance(to, str) else to):
        mailbox = parseaddr(address)[1].lower()
        # A line break in an address could add headers to the mail.
        if "@" not in mailbox or set(address) & set("\r\n"):
            raise ValueError(f"Not an e-mail address: {address!r}")
        payload: MailPayload = {
            "to": address,
            # Titles may contain line breaks, headers must not.
            "subject": " ".join(subject.split()),
            "text": text,
            "html": html,
            "language": language,
            "headers": dict(headers or {}),
            "identity": identity and f"{identity} {mailbox}",
            "concerning": concerning,
        }
        record(MAIL_SEND, f"mail:{mailbox}", payload, key=key and f"{key} {mailbox}")


def recall(address: str, concerning: str) -> None:
    """Delete the waiting, not yet sent mails to an address that were recorded with this `concerning`.

    A mail that is being sent at this moment cannot be stopped.
    """
    stream = f"mail:{parseaddr(address)[1].lower()}{stream_suffix(MAIL_SEND.name)}"
    Event.objects.pending().filter(stream=stream, payload__concerning=concerning).delete()


def hand_over(event: Event, mail: Mapping[str, Any]) -> None:
    """Send the given mail now, within an outbox job. Raises GiveUp when the server refuses its address for good.

    Nothing is sent to an address that stands for a sign-in name.

    It may have `attachments` too, a list of mail.message.Attachment. For mails whose content must be true at the moment
    of sending. Raises GiveUp when the server refuses the address for good.
    """
    if not has_mailbox(parseaddr(mail["to"])[1]):
        return
    # settings.EMAIL_TIMEOUT may be unset, and a server that accepts and then says nothing would hold the
    # worker.
    backend = get_connection(timeout=settings.EMAIL_TIMEOUT or TIMEOUT)
    try:
        _message(event, mail, backend).send()
    except smtplib.SMTPRecipientsRefused as error:
        # 5xx refuses an address for good; with 4xx the server may take it later (RFC 5321).
        if all(code >= 500 for code, _ in error.recipients.values()):
            raise GiveUp(str(error)) from error
        raise


def _name(event: Event, mail: Mapping[str, Any]) -> str:
    if identity := mail.get("identity"):
        return hashlib.sha256(identity.encode()).hexdigest()[:40]
    return f"{event.created_at:%Y%m%d%H%M%S%f}.{event.pk}"


def _message(event: Event, mail: Mapping[str, Any], backend: object) -> EmailMultiAlternatives:
    # The sender's domain, not this machine's name: a second attempt may be made on another one.
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    # Asks mail programs not to answer automatically, such as by holiday notes: RFC 3834.
    headers = {"Auto-Submitted": "auto-generated", **(mail.get("headers") or {})}
    # The same in each attempt, so that mail programs show a mail that came twice only once.
    headers["Message-ID"] = f"<{_name(event, mail)}@{domain}>"
    outgoing = OutgoingMail(
        mail["to"],
        mail["subject"],
        mail["text"],
        mail["html"],
        language=mail["language"],
        headers=headers,
        attachments=mail.get("attachments", ()),
    )
    return outgoing.email_message(backend)
