"""A time limit for searches, so that a reader gets an answer and the database does no useless work."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

# A page of results takes some hundredths of a second at 100,000 pages.
MAX_SECONDS = 5.0
# The number of SQLite's instructions between two looks at the clock, about a millisecond.
INSTRUCTIONS = 20_000


class SearchTimeoutError(Exception):
    """The error of a search that was stopped because it took too long."""


@contextmanager
def time_limit(seconds: float, *, by_index: bool = False) -> Iterator[None]:
    """Stop the database's work in a `with` block after some seconds, and raise SearchTimeoutError.

    On SQLite that is all of the work, on PostgreSQL each statement. `by_index` keeps PostgreSQL from reading whole
    tables.
    """
    # Just-in-time compilation of a statement takes longer than a search may.
    settings = {"statement_timeout": str(int(seconds * 1000)), "jit": "off"}
    if by_index:
        # The planner underestimates the cost of reading vectors: it would unpack those of all rows instead of using the
        # index.
        settings["enable_seqscan"] = "off"
    limited = _with_settings(settings) if connection.vendor == "postgresql" else _limited_sqlite(seconds)
    try:
        with limited:
            yield
    except OperationalError as error:
        if _was_broken_off(error):
            raise SearchTimeoutError from error
        raise


@contextmanager
def _limited_sqlite(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    database, until = connection.connection, time.monotonic() + seconds
    database.set_progress_handler(lambda: time.monotonic() > until, INSTRUCTIONS)
    try:
        yield
    finally:
        # Otherwise the next query on this connection would be stopped as well.
        database.set_progress_handler(None, 0)


@contextmanager
def _with_settings(settings: dict[str, str]) -> Iterator[None]:
    # A local setting ends with the transaction; where one is open already, it is put back.
    was_open = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before = _shown(cursor, settings) if was_open else []
        _set(cursor, settings)
        yield
        # Not after an error: then the transaction or its savepoint is rolled back, and the settings with it.
        if was_open:
            _set(cursor, dict(zip(settings, before, strict=True)))


def _shown(cursor: Any, names: Iterable[str]) -> list[str]:
    calls = ", ".join("current_setting(%s)" for _ in names)
    return list(cursor.execute(f"select {calls}", list(names)).fetchone())


def _set(cursor: Any, settings: dict[str, str]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    cursor.execute(f"select {calls}", [part for pair in settings.items() for part in pair])


def _was_broken_off(error: OperationalError) -> bool:
    # psycopg's QueryCanceled has a code; sqlite3 has it only in its text.
    # 57014 is PostgreSQL's query_canceled.
    return getattr(error.__cause__, "sqlstate", "") == "57014" or str(error) == "interrupted"
