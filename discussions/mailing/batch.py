"""Send a batch of mails over one connection: each is asked for again at its moment, and marked once it is taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from discussions.services.bounces import count_bounce
from mail.connection import ContentRefusedError, MailboxRefusedError, MailConnection
from mail.message import OutgoingMail
from outbox import GiveUp

# Seconds after which a batch ends, so that other jobs have their turn; the rest is a batch of its own.
BATCH_SECONDS = 1.0


class NotAllSentError(Exception):
    """An error that says the server takes some mails of a batch later; its text names no address."""


@dataclass
class Batch:
    """Mails over an open connection, and what the server said to those that it did not take."""

    connection: MailConnection
    tried: int = 0
    later: int = 0
    refused: int = 0
    _until: float = field(default_factory=lambda: time.monotonic() + BATCH_SECONDS)

    @property
    def is_over(self) -> bool:
        """Return whether the batch has sent something and taken its time: what is left belongs to another one."""
        return self.tried > 0 and time.monotonic() > self._until

    def send(self, participant: int, mail: OutgoingMail, mark: Callable[[], None]) -> None:
        """Send a mail to a participant and call `mark` right after the server's yes.

        A mailbox that the server refuses for good is a bounce; then the mail is marked too, as nobody can take it.
        Raises mail.connection.NotSentError or OSError when the server takes no mail now.
        """
        self.tried += 1
        try:
            self.connection.send(mail)
        except MailboxRefusedError as error:
            if not error.is_permanent:
                self.later += 1
                return
            count_bounce(participant)
        except ContentRefusedError:
            self.refused += 1
            return
        mark()

    def finish(self) -> None:
        """Raise NotAllSentError where some mails are to be tried again, GiveUp where some were refused for good."""
        if self.later:
            raise NotAllSentError(f"The server takes {self.later} mails later.")
        if self.refused:
            raise GiveUp(f"The server refuses {self.refused} mails for what they say.")
