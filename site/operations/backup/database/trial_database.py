"""The scratch database of PostgreSQL in which backups are tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import environ
import psycopg
from django.conf import settings

from operations.backup.database.postgresql import drop_statements, portal_database
from operations.backup.database.programs import PostgreSQLDatabase
from operations.backup.errors import BackupError

# What a trial says of the tables that it makes: a database with others is somebody's.
MARK = "Neary tries its backups here; everything in this schema is deleted."


def config_of(url: str) -> dict[str, Any]:
    """Return a database URL as a dictionary of Django's database settings."""
    config: dict[str, Any] = environ.Env.db_url_config(url)
    return config


@contextmanager
def trial_database() -> Iterator[PostgreSQLDatabase]:
    """Yield the database of BACKUP_TRIAL_DATABASE_URL and empty it after; BackupError if unset or not empty.

    The portal's own database is refused too. It is emptied because the backup's people are in it.

    Raises BackupError when none is named, or one that is not there for that.
    """
    if not settings.BACKUP_TRIAL_DATABASE_URL:
        raise BackupError("No trial was made. Set BACKUP_TRIAL_DATABASE_URL to an empty database (docs/backup.md).")
    database = PostgreSQLDatabase(config_of(settings.BACKUP_TRIAL_DATABASE_URL))
    database.refuse_programs("pg_restore", "psql")
    with closing(database.connect()) as session:
        refuse_others(session)
        # Before the restore: if this process dies, the next trial still knows whose tables they are.
        session.execute(f"COMMENT ON SCHEMA public IS '{MARK}'")  # type: ignore[arg-type]
        session.commit()
    try:
        yield database
    finally:
        with closing(database.connect()) as session:
            session.execute(drop_statements(session))  # type: ignore[arg-type]
            session.commit()


def refuse_others(session: psycopg.Connection[Any]) -> None:
    """Raise BackupError if the trial database is the portal's own, or has tables that no trial made."""
    # The start of the server too: two servers can have databases of the same oid.
    which = "SELECT oid, pg_postmaster_start_time() FROM pg_database WHERE datname = current_database()"
    with closing(portal_database().connect()) as own:
        if own.execute(which).fetchone() == session.execute(which).fetchone():
            raise BackupError("BACKUP_TRIAL_DATABASE_URL is the portal's own database. Set it to an empty one.")
    found = session.execute(
        """SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')),
                  obj_description('public'::regnamespace, 'pg_namespace')"""
    ).fetchone()
    # With the mark, a trial that was killed left the tables, and the next one may delete them.
    if found and found[0] and found[1] != MARK:
        raise BackupError("BACKUP_TRIAL_DATABASE_URL is a database with tables. Set it to an empty one.")
