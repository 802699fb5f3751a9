"""An open connection to the mail server, for many mails one after the other."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import get_connection

from mail.message import OutgoingMail

# Seconds for each answer of the server, where the settings give none.
TIMEOUT = 10
# Extended codes (RFC 3463) that speak of the mailbox: of its address, or of its state. 5.7.1 speaks of our own server.
ABOUT_THE_MAILBOX = re.compile(rb"5\.[12]\.\d")
EXTENDED_CODE = re.compile(rb"\d\.\d{1,3}\.\d")


class NotSentError(Exception):
    """An error by which the server did not take a mail; its text names no address."""


class MailboxRefusedError(NotSentError):
    """The server refuses this mailbox; `is_permanent` where it says that there is no such mailbox, or that it is off.

    The connection can be used for other mails.
    """

    def __init__(self, code: int, *, is_permanent: bool) -> None:
        super().__init__(f"The server refuses the mailbox: {code}")
        self.is_permanent = is_permanent


class ContentRefusedError(NotSentError):
    """The server refuses this mail for what it says or how large it is; the connection can be used for other mails."""


class MailConnection:
    """A connection that is open until its `with` block ends; made by `open_connection`."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def send(self, mail: OutgoingMail) -> None:
        """Send a mail by this connection. Raises MailboxRefusedError, ContentRefusedError, or NotSentError for now.

        Raises MailboxRefusedError and ContentRefusedError for this mail alone; NotSentError or OSError when the
        server takes no mail now.
        """
        try:
            self._backend.send_messages([mail.email_message(self._backend)])
        # `from None`: the errors of smtplib name addresses, and would stand in logs and in the outbox.
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise MailboxRefusedError(code, is_permanent=_is_permanent(code, answer)) from None
        except smtplib.SMTPDataError as error:
            raise ContentRefusedError(f"The server refuses the mail: {error.smtp_code}") from None
        except smtplib.SMTPResponseException as error:
            raise NotSentError(f"The server takes no mail: {error.smtp_code}") from None
        except smtplib.SMTPException as error:
            raise NotSentError(f"The server takes no mail: {type(error).__name__}") from None


def _is_permanent(code: int, answer: bytes | str) -> bool:
    told = answer if isinstance(answer, bytes) else answer.encode()
    return code >= 500 and (not EXTENDED_CODE.match(told) or bool(ABOUT_THE_MAILBOX.match(told)))


@contextmanager
def open_connection() -> Iterator[MailConnection]:
    """Open one mail server connection for the block and close it after. Raises NotSentError or OSError.

    The mails that were taken stay taken, whatever happens to the connection after them.
    """
    # settings.EMAIL_TIMEOUT may be unset, and a server that accepts and then says nothing would hold the
    # worker.
    backend = get_connection(timeout=settings.EMAIL_TIMEOUT or TIMEOUT)
    try:
        backend.open()
    except smtplib.SMTPException as error:
        raise NotSentError(f"The server takes no mail: {type(error).__name__}") from None
    try:
        yield MailConnection(backend)
    finally:
        _close(backend)


def _close(backend: Any) -> None:
    try:
        backend.close()
    except (smtplib.SMTPException, OSError):
        # Only the goodbye failed: all that was taken is taken.
        return
