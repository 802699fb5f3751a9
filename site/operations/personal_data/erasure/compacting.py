"""Overwrite what the database's files still hold of deleted rows."""

from __future__ import annotations

from django.db import connection


def compact() -> None:
    """Rewrite the database files so that deleted data is gone from them; does nothing in a transaction.

    Nothing happens inside a transaction. PostgreSQL frees what is deleted for new rows.
    """
    if connection.in_atomic_block:
        return
    if connection.vendor == "sqlite":
        _compact_sqlite()
    else:
        _compact_postgresql()


def _compact_sqlite() -> None:
    with connection.cursor() as cursor:
        # The virtual tables of the search; their inner tables are not named in such a statement.
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE %s", ["%USING fts5%"])
        for (name,) in cursor.fetchall():
            # A deleted text stays in the index, with a mark that it is deleted, until its parts are merged.
            table = connection.ops.quote_name(name)
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a table of our own
        cursor.execute("VACUUM")
        # VACUUM writes the whole database into the log (-wal), where the old pages would stay.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # The first of the three is 1 where a reader held the log.
        [(is_busy, _frames, _moved)] = cursor.fetchall()
    if is_busy:
        raise DatabaseBusyError("The database is in use, so its log cannot be emptied now.")


class DatabaseBusyError(Exception):
    """The database's log holds old pages until nobody reads them; it is emptied later."""


def _compact_postgresql() -> None:
    with connection.cursor() as cursor:
        # The portal's usual limit for a statement is far too short for it.
        cursor.execute("SET statement_timeout = 0")
        try:
            cursor.execute("VACUUM")
        finally:
            cursor.execute("RESET statement_timeout")
