"""The boards take mail: their domain leads to a mail server, which brings it to a portal that reads it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from discussions.addresses import is_mail_on, mail_domain
from discussions.lmtp import heartbeat
from discussions.receiving.waiting import oldest_unread_age
from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES
from operations.doctor.servers.mail import NOBODYS, takes_mail

# Seconds that a mail may wait to be read; a worker that starts again needs less.
LATE_SECONDS = 600


@check()
def domain() -> Iterator[SetupFinding]:
    """Tell when boards take mail and their mail domain is a placeholder or has no MX record."""
    if not is_mail_on():
        return
    name = mail_domain()
    # With "@" somebody has set an address; without a point it is no public name.
    if name in NOBODYS or name.endswith(tuple(f".{each}" for each in NOBODYS)) or "@" in name or "." not in name:
        yield fault(
            f"The boards' mail domain ({name}) is one that nobody has, so no answer by mail finds its way.",
            "Set DISCUSSIONS_MAIL_DOMAIN to a domain of yours, such as lists.example.org with your own name.",
        )
    elif not takes_mail(name):
        yield fault(
            f"The boards' mail domain ({name}) has no MX record, so no answer by mail finds its way.",
            "Add one that names the boards' mail server; docs/discussions.md says what else belongs into the DNS.",
        )


@check(after=TABLES)
def lmtp() -> Iterator[SetupFinding]:
    """Tell when boards take mail and the LMTP server for it gives no sign of life."""
    if is_mail_on() and heartbeat.is_silent():
        last = heartbeat.last_beat()
        since = f"since {last:%d %B %Y, %H:%M} UTC" if last else "and never was"
        yield fault(
            f"The LMTP server is not at work {since}, so mails to boards wait in the mail server.",
            "Start it: manage.py lmtp, or in containers COMPOSE_PROFILES=mail; its log says why it ended.",
        )


@check(after=(*TABLES, "workers.outbox"))
def unread() -> Iterator[SetupFinding]:
    """Tell when a mail to a discussion board has waited too long to be processed."""
    seconds = oldest_unread_age()
    if seconds > LATE_SECONDS:
        yield fault(
            f"A mail to a board has waited for {seconds / 60:.0f} minutes to be read.",
            "See why its event fails: manage.py outbox status. Mend the cause, then manage.py outbox retry.",
        )


@check()
def authentication() -> Iterator[SetupFinding]:
    """Tell when boards take mail and no mail server is trusted to check its senders (DISCUSSIONS_AUTHSERV_ID)."""
    if is_mail_on() and not settings.DISCUSSIONS_AUTHSERV_ID:
        yield warning(
            "Everybody who writes to a board's own address is asked first whether she did.",
            "Let the mail server check DMARC, and set DISCUSSIONS_AUTHSERV_ID to its name (docs/discussions.md).",
        )
