"""Sequence numbers of events in their stream. Events are carried out by number, so they follow the commits.

A number from a database sequence does not follow them: the transaction with the smaller number may commit later. So
the stream's row is locked from number to commit. On SQLite only one transaction writes at a time, so that counting
is enough.
"""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection, transaction

from outbox.models import Event, Stream

STREAM, EVENT = Stream._meta.db_table, Event._meta.db_table
# Milliseconds to wait for a stream that is locked against the order of names: an ordinary transaction has ended by
# then, and PostgreSQL has not yet looked for deadlocks (deadlock_timeout, 1 s).
LOCK_TIMEOUT = 300

COUNT = f"""
    INSERT INTO {STREAM} AS stream (key, last_seq) VALUES (%s, 1)
    ON CONFLICT (key) DO UPDATE SET last_seq = stream.last_seq + 1 RETURNING last_seq
"""  # noqa: S608
NEXT = f"nextval(pg_get_serial_sequence('{EVENT}', 'id'))"
# The update takes its number after the row is locked. The insert takes it before, when nobody else knows the row yet.
LOCK = f"""
    INSERT INTO {STREAM} (key, last_seq) VALUES (%s, {NEXT})
    ON CONFLICT (key) DO UPDATE SET last_seq = {NEXT} RETURNING last_seq
"""  # noqa: S608


class _LockedStreams(set[str]):
    """The streams that a transaction has locked; as a callback of its commit they are dropped with it."""

    def __call__(self) -> None:
        self.clear()


def next_number(stream: str, *, keeps_order: bool) -> int:
    """Return the next sequence number of an event stream; `keeps_order` locks the stream until the commit.

    With `keeps_order` the stream is locked until the commit. Without it (for jobs) nothing waits, and numbers follow
    the order of recording.
    """
    if connection.vendor != "postgresql":
        return query_value(COUNT, stream)
    return _lock(stream) if keeps_order else query_value(f"SELECT {NEXT}")


def _lock(stream: str) -> int:
    """Lock a stream and return its next number, without a deadlock with another transaction.

    Two transactions that lock the same streams in opposite order would wait for each other for ever. So a transaction
    that locks against the order of names waits only for a moment; then it takes a number without the lock. The order
    cannot be wrong by much: the other transaction is under way and commits later.
    """
    held = _locked_streams()
    # Against the order of names only where another stream with a higher name is held already.
    in_order = not held or stream in held or stream > max(held)
    number = query_value(LOCK, stream) if in_order else lock_briefly(stream)
    if number is None:
        return query_value(f"SELECT {NEXT}")
    held.add(stream)
    return number


def lock_briefly(stream: str) -> int | None:
    """Lock an event stream and return its next number; None when it is not free within LOCK_TIMEOUT."""
    try:
        with transaction.atomic():
            # `true` is SET LOCAL: it lasts until the caller's transaction ends, so the value from before is set again.
            before = query_value("SELECT current_setting('lock_timeout')")
            query_value("SELECT set_config('lock_timeout', %s, true)", str(LOCK_TIMEOUT))
            number = query_value(LOCK, stream)
            query_value("SELECT set_config('lock_timeout', %s, true)", before)
    except OperationalError:
        # Only the lock failed, and the savepoint has undone that; without a connection there is nothing to go on with.
        if not connection.is_usable():
            raise
        return None
    return number


def _locked_streams() -> _LockedStreams:
    # Django's private list of what runs after the commit. It serves as a place for data of this transaction, because a
    # rollback, also one to a savepoint, empties it.
    for _, function, *_ in connection.run_on_commit:
        if isinstance(function, _LockedStreams):
            return function
    held = _LockedStreams()
    # An object that can be called: on_commit takes nothing else.
    transaction.on_commit(held)
    return held


def query_value(statement: str, *values: str) -> Any:
    """Run an SQL statement, and return the first column of its first row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
