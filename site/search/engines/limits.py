"""How long a search may take: a reader gets an answer, and a database is not kept busy by what nobody waits for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

# A page of results takes some hundredths of a second at 100,000 pages.
MOST_SECONDS = 5.0
# How many of SQLite's instructions pass between two looks at the clock: about a millisecond.
INSTRUCTIONS = 20_000


class TookTooLongError(Exception):
    """A search was broken off."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Break off what the database does within: all of it on SQLite, each statement on PostgreSQL.

    Raises TookTooLongError.
    """
    limited = _limited_postgresql if connection.vendor == "postgresql" else _limited_sqlite
    try:
        with limited(seconds):
            yield
    except OperationalError as error:
        if _was_broken_off(error):
            raise TookTooLongError from error
        raise


@contextmanager
def _limited_sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    database, until = connection.connection, time.monotonic() + seconds
    database.set_progress_handler(lambda: time.monotonic() > until, INSTRUCTIONS)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


@contextmanager
def _limited_postgresql(seconds: float) -> Iterator[None]:
    # A local setting ends with the transaction; where one is open already, it is put back.
    was_open = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before = _setting(cursor.execute("show statement_timeout").fetchone()) if was_open else ""
        cursor.execute("select set_config('statement_timeout', %s, true)", [str(int(seconds * 1000))])
        yield
        if was_open:
            cursor.execute("select set_config('statement_timeout', %s, true)", [before])


def _setting(row: tuple[str, ...] | None) -> str:
    return row[0] if row else "0"


def _was_broken_off(error: OperationalError) -> bool:
    # psycopg's QueryCanceled has a code; sqlite3 has it only in its text.
    return getattr(error.__cause__, "sqlstate", "") == "57014" or str(error) == "interrupted"
