"""The clocks of the machines that work together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.db import connection

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.registry import check
from operations.doctor.servers import redis_server, web
from operations.doctor.servers.database import ANSWERS, rows

# Codes of authenticator apps are good for half a minute, and a date of HTTP has whole seconds.
MOST_SECONDS = 10


@check(after=ANSWERS)
def database() -> Iterator[SetupFinding]:
    """Tell when PostgreSQL's clock differs from this machine's."""
    yield from compare("the database", database_time())


@check(after=redis_server.ANSWERS)
def redis() -> Iterator[SetupFinding]:
    """Tell when Redis's clock differs from this machine's."""
    yield from compare("Redis", redis_time())


@check(after=web.ANSWERS)
def web_server() -> Iterator[SetupFinding]:
    """Tell when the web server's clock differs from this machine's."""
    yield from compare("the web server", web_time())


def compare(whose: str, told: float | None) -> Iterator[SetupFinding]:
    """Yield a fault when a server's time (seconds since 1970) is far from this machine's; nothing for None."""
    if told is None:
        return
    off = told - time.time()
    if abs(off) > MOST_SECONDS:
        yield fault(
            f"The clock of {whose} is {abs(off):.0f} seconds {'ahead of' if off > 0 else 'behind'} this machine's, "
            "so sign-in codes are refused and tasks run at the wrong time.",
            "Synchronize the clocks of all machines (systemd-timesyncd or chrony).",
        )


def database_time() -> float | None:
    """Return PostgreSQL's time in seconds since 1970; None for SQLite."""
    if connection.vendor != "postgresql":
        return None
    # clock_timestamp and not now(): that is the time at which the transaction began.
    [(seconds,)] = rows("SELECT extract(epoch FROM clock_timestamp())")
    return float(seconds)


def redis_time() -> float | None:
    """Return the time of Redis's clock in seconds since 1970, or None without Redis."""
    if not settings.REDIS_URL:
        return None
    with redis_server.client(settings.REDIS_URL) as connected:
        seconds, microseconds = connected.time()  # type: ignore[misc]
    return seconds + microseconds / 1_000_000


def web_time() -> float | None:
    """Return the time in the Date header of the portal's own web server; None when it does not answer."""
    # The page that answers without the database.
    answer = web.ask_portal_quietly("/health/live")
    told = answer.headers.get("Date") if answer else None
    return parsedate_to_datetime(told).timestamp() if told else None
