"""The job that reads mails that came in."""

from __future__ import annotations

from discussions.outbox_events import MAIL_RECEIVED
from discussions.services.receiving import read_mail
from outbox import job
from outbox.models import Event

# Seconds; the largest mail is read in three.
LEASE = 60


# A job, though it writes to the database alone: to parse a large mail takes seconds, in which a handler would keep
# everybody else from writing on SQLite.
@job(MAIL_RECEIVED, name="discussions.read_mail", lease=LEASE, is_bulk=True)
def read(event: Event) -> None:
    """Read a mail that came in, and do what it asks for."""
    read_mail(event.payload["mail"])
