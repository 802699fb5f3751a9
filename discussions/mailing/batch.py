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
        """Return whether at least one mail was tried and the batch's time (one second) is over."""
        # At least one, so that a slow server does not make a batch that never sends anything.
        return self.tried > 0 and time.monotonic() > self._until

    def send(self, participant: int, mail: OutgoingMail, mark: Callable[[], None]) -> None:
        """Send a mail; call `mark` if sent, or if its mailbox is refused for good (a bounce). May raise NotSentError.

        A mailbox that the server refuses for good counts as a bounce. What the server takes later, or refuses for its
        content, is counted. Raises mail.connection.NotSentError or OSError when the server takes no mail now.
        """
        self.tried += 1
        try:
            self.connection.send(mail)
        except MailboxRefusedError as error:
            if not error.is_permanent:
                self.later += 1
                return
            # The mailbox is refused for good: marked as well, or it would be tried in each attempt.
            count_bounce(participant)
        except ContentRefusedError:
            self.refused += 1
            return
        mark()

    def finish(self) -> None:
        """Raise NotAllSentError if the server takes some mails later, GiveUp if it refused some; else do nothing."""
        if self.later:
            raise NotAllSentError(f"The server takes {self.later} mails later.")
        if self.refused:
            raise GiveUp(f"The server refuses {self.refused} mails for what they say.")
