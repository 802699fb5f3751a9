"""Versions of the servers and programs that the portal stands on."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Iterator

from django.db import connection

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check
from operations.doctor.servers import elastic, redis_server
from operations.doctor.servers.database import ANSWERS

OLDEST_PYTHON, OLDEST_POSTGRESQL, OLDEST_REDIS = (3, 11), 14, 6
# Until when their makers mend faults of security (devguide.python.org/versions, postgresql.org/support/versioning).
PYTHON_ENDS = {(3, 11): dt.date(2027, 10, 31), (3, 12): dt.date(2028, 10, 31), (3, 13): dt.date(2029, 10, 31)}
POSTGRESQL_ENDS = {14: dt.date(2026, 11, 12), 15: dt.date(2027, 11, 11), 16: dt.date(2028, 11, 9)}


@check()
def python() -> Iterator[SetupFinding]:
    """Tell when Python is too old for the portal, or gets no more security updates."""
    version = python_version()
    told = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        yield fault(f"Python {told} is too old for the portal.", "Install Python 3.11 or newer, and Neary again.")
    elif has_ended(PYTHON_ENDS.get(version)):
        yield warning(f"Python {told} gets no more security updates.", "Install a newer Python, and Neary again.")


@check(after=ANSWERS)
def postgresql() -> Iterator[SetupFinding]:
    """Tell when PostgreSQL is too old, or gets no more security updates."""
    version = postgresql_version()
    if version and version < OLDEST_POSTGRESQL:
        yield fault(
            f"PostgreSQL {version} is too old; use {OLDEST_POSTGRESQL} or newer.",
            "Restore a backup into a newer PostgreSQL, and name it in DATABASE_URL.",
        )
    elif version and has_ended(POSTGRESQL_ENDS.get(version)):
        yield warning(
            f"PostgreSQL {version} gets no more security updates.",
            "Restore a backup into a newer PostgreSQL, and name it in DATABASE_URL.",
        )


@check(after=ANSWERS)
def pg_dump() -> Iterator[SetupFinding]:
    """Tell when PostgreSQL's client programs are missing or older than the server: backups would fail."""
    server, program = postgresql_version(), pg_dump_version()
    if server and (absent := missing_programs()):
        yield fault(
            f"Without {' and '.join(absent)} no backup of PostgreSQL is made or restored.",
            f"Install PostgreSQL's client programs, version {server} (Debian: postgresql-client).",
        )
    elif server and program and program < server:
        yield fault(
            f"The program pg_dump has version {program}, which cannot back up PostgreSQL {server}.",
            f"Install PostgreSQL's client programs, version {server}.",
        )


@check(after=redis_server.ANSWERS)
def redis() -> Iterator[SetupFinding]:
    """Tell when Redis is too old."""
    state = redis_server.read_state()
    if state and int(state.version.partition(".")[0]) < OLDEST_REDIS:
        yield fault(f"Redis {state.version} is too old; use {OLDEST_REDIS} or newer.", "Install a newer Redis.")


@check(after=elastic.ANSWERS)
def elasticsearch() -> Iterator[SetupFinding]:
    """Tell when Elasticsearch's major version is not that of the portal's client."""
    state = elastic.read_state()
    if state and int(state.version.partition(".")[0]) != state.client_major:
        yield fault(
            f"Elasticsearch has version {state.version}, but the portal needs {state.client_major}.",
            f"Install Elasticsearch {state.client_major}.",
        )


def has_ended(end: dt.date | None) -> bool:
    """Return whether this last day of a version's support has passed; False for None."""
    return end is not None and dt.datetime.now(dt.UTC).date() > end


def python_version() -> tuple[int, int]:
    """Return the running Python's version: major and minor number."""
    return sys.version_info[:2]


def postgresql_version() -> int | None:
    """Return the PostgreSQL server's major version; None for SQLite."""
    if connection.vendor != "postgresql":
        return None
    # Without a connection there is no information about the server.
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10_000


def missing_programs() -> list[str]:
    """Return those of pg_dump, pg_restore and psql that are not installed on this machine."""
    return [name for name in ("pg_dump", "pg_restore", "psql") if not shutil.which(name)]


def pg_dump_version() -> int | None:
    """Return the major version of the installed pg_dump; None when it is missing."""
    program = shutil.which("pg_dump")
    if program is None:
        return None
    told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=4, check=True)  # noqa: S603
    # "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    # The first word that begins with a digit: 15.18, and not the one of Debian's package.
    numbers = [word.partition(".")[0] for word in told.stdout.split() if word[0].isdigit()]
    return int(numbers[0]) if numbers and numbers[0].isdigit() else None
