"""The answers of the LMTP server: to each address at RCPT, and to each mail once it is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope
from django.db import DatabaseError, InterfaceError, connections

from discussions.incoming_limits import LONGEST_MAIL
from discussions.lmtp.recipients import BoardNames, is_signed, is_taken
from discussions.services.mail_in.receiving import accept_mail

logger = logging.getLogger(__name__)

Value = TypeVar("Value")

TAKEN = "250 2.0.0 Taken"
KNOWN = "250 2.1.5 Known"
UNKNOWN = "550 5.1.1 There is no such address here"
TOO_MANY = "452 4.5.3 Too many recipients"
# What is answered with 4xx is brought again, by a mail server for days: nothing is lost while the portal is not well.
LATER = "451 4.3.0 The portal cannot take mail now, please try again"
MOST_RECIPIENTS = 100


class LmtpProtocol(LMTP):
    """LMTP for mails of any line length: a 500 after DATA would send a bounce to a sender who may be forged."""

    line_length_limit = LONGEST_MAIL + 1024


class LmtpHandler:
    """Takes mails into the database; a thread of `executor` works for each command that asks it."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self.executor = executor
        self.boards = BoardNames()
        # The mails that are being stored: a server that is to end waits for them.
        self.busy = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer LMTP's RCPT: 250 for a known mail address, 550 for an unknown one, 452 above 100, 451 for later."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            # A signed address is known without the database, so answers are taken also while that is away.
            if not is_signed(address) and not await self.in_thread(lambda: is_taken(address, self.boards)):
                return UNKNOWN
        except (DatabaseError, InterfaceError):
            return LATER
        envelope.rcpt_tos.append(address)
        return KNOWN

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Answer LMTP's DATA: store the mail for each recipient, and return one answer line for each."""
        raw = bytes(envelope.original_content or b"")
        # The envelope keeps a second copy for as long as the connection stands.
        envelope.content = envelope.original_content = None
        self.busy += 1
        try:
            return await self.in_thread(lambda: "\r\n".join(self.answers(envelope.rcpt_tos, raw)))
        finally:
            self.busy -= 1

    async def handle_exception(self, error: Exception) -> str:
        """Log an unexpected error of an LMTP command by its type, and answer 451 (try again later)."""
        logger.error("A command of the mail server failed: %s", type(error).__name__)
        return LATER

    def answers(self, recipients: list[str], raw: bytes) -> list[str]:
        """Store a mail for each recipient, or for signed reply addresses alone if any; return the answers in order."""
        # Whoever answers "to all" writes to the signed address and the board: the signed one says who she is.
        has_signed = any(is_signed(recipient) for recipient in recipients)
        return [
            TAKEN if has_signed and not is_signed(recipient) else answer(recipient, raw) for recipient in recipients
        ]

    async def in_thread(self, work: Callable[[], Value]) -> Value:
        """Run `work` in a thread of the executor, close its database connections, return its result.

        A connection that stays open may be dead at the next mail, and on SQLite be in another's transaction.
        """

        def working() -> Value:
            try:
                return work()
            finally:
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(self.executor, working)


def answer(recipient: str, raw: bytes) -> str:
    """Store a mail to one recipient and return the LMTP answer: 250, or 451 (log it) when storing fails."""
    try:
        accept_mail(recipient, raw)
    except Exception as error:
        # Without its text: errors of the database hold what was to be stored.
        logger.warning("A mail could not be stored: %s", type(error).__name__)
        return LATER
    return TAKEN
