"""Dumps of a PostgreSQL database by pg_dump, and putting one into the place of what is there."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from operations.backup.database.programs import PostgreSQLDatabase, first_line
from operations.backup.database.tables import (
    Snapshot,
    by_app,
    emptied_tables,
    file_names_query,
    migrations_query,
)
from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.store.archives import DATABASES, Archive, read_part
from operations.backup.store.streams import Readable
from operations.backup.store.vault import Vault

# Seconds: closing a connection takes the server a moment.
PATIENCE = 5.0
# What belongs to the server or its administrator, not to the portal's role.
NOT_RESTORED = (" SCHEMA ", " EXTENSION ", " COMMENT - ", " ACL ", " DEFAULT ACL ")


class PostgreSQLDump:
    """A dump that pg_dump makes when it is read, of the instant of the snapshot."""

    def __init__(self, database: PostgreSQLDatabase, exported: str, snapshot: Snapshot) -> None:
        self.database, self.exported, self.snapshot = database, exported, snapshot

    @contextmanager
    def open(self) -> Iterator[Readable]:
        """Yield the output of pg_dump at the instant of the snapshot, without the rows of caches and sessions."""
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={self.exported}"]
        command += [f"--exclude-table-data={table}" for table in emptied_tables()]
        with running(command, self.database, stdout=subprocess.PIPE) as dumping:
            assert dumping.stdout
            yield dumping.stdout


@contextmanager
def dump(scratch: Path) -> Iterator[PostgreSQLDump]:
    """Yield a dump of the PostgreSQL database in one read-only snapshot. Raises BackupError without a pg_dump."""
    database = portal_database()
    database.refuse_programs("pg_dump")
    with closing(database.connect()) as session:
        # One snapshot for all statements: rows, names of files and the dump (`--snapshot`) are of the same instant.
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        (exported,) = session.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        # The connection stays open while the dump is read: the snapshot ends with it.
        yield PostgreSQLDump(database, exported, read_snapshot(session))


def portal_database() -> PostgreSQLDatabase:
    """Return the portal's own PostgreSQL database, with Django's connection settings."""
    return PostgreSQLDatabase(connection.settings_dict)


def read_snapshot(session: psycopg.Connection[Any]) -> Snapshot:
    """Return the facts of a database for its dump: named files, rows by table, migrations, version, size."""
    (size,) = session.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    names = session.execute(file_names_query()).fetchall()  # type: ignore[arg-type]
    return Snapshot(
        file_names={name for (name,) in names},
        rows=count_rows(session),
        migrations=by_app(session.execute(migrations_query()).fetchall()),  # type: ignore[arg-type]
        # The major version: 150018 is 15.18.
        server=str(session.info.server_version // 10000),
        database_bytes=size,
    )


def count_rows(session: psycopg.Connection[Any]) -> dict[str, int]:
    """Return the number of rows of each table, except tables whose rows a dump leaves out (caches, sessions)."""
    tables = session.execute(
        # 'r' are tables and 'p' partitioned tables, which pg_dump dumps both.
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
    )
    rows = {}
    for table in sorted({name for (name,) in tables} - set(emptied_tables())):
        query = sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table))
        (rows[table],) = session.execute(query).fetchone() or (0,)
    return rows


def rows_of(database: PostgreSQLDatabase) -> dict[str, int]:
    """Connect to a PostgreSQL database and return its number of rows by table, without caches and sessions."""
    with closing(database.connect()) as session:
        return count_rows(session)


def prepare(vault: Vault, archive: Archive, scratch: Path) -> Path:
    """Decrypt a backup's dump into scratch, let pg_restore list it, return its file. BackupError without programs."""
    portal_database().refuse_programs("pg_restore", "psql")
    return unpack(vault, archive, scratch)


def unpack(vault: Vault, archive: Archive, scratch: Path) -> Path:
    """Write a backup's dump and its restore list into scratch; return the file. BackupDamagedError if unreadable.

    The list names what pg_restore takes of the dump.

    Raises BackupDamagedError when pg_restore cannot read it.
    """
    path = scratch / "restored.dump"
    with path.open("xb") as file:
        read_part(vault, archive, DATABASES["postgresql"], file)
    command = ["pg_restore", "--list", str(path)]
    # Ten minutes: to list the contents reads only the dump's table of contents.
    listed = subprocess.run(command, capture_output=True, text=True, timeout=600)  # noqa: S603
    if listed.returncode:
        raise BackupDamagedError(f"The dump of the database cannot be read: {first_line(listed.stderr)}.")
    entries = [line for line in listed.stdout.splitlines() if not any(kind in line for kind in NOT_RESTORED)]
    list_of(path).write_text("\n".join(entries) + "\n")
    return path


def list_of(path: Path) -> Path:
    """Return the path of the file beside a dump that lists what is restored of it (suffix .list)."""
    return path.with_suffix(".list")


def put_into_place(path: Path) -> None:
    """Replace the PostgreSQL database by a dump in one transaction. Raises BackupError while others are connected."""
    refuse_while_open()
    restore_into(portal_database(), path)


def refuse_while_open() -> None:
    """Raise BackupError if, after some seconds of waiting, other processes are connected to the database."""
    # Django's own connection of this process counts too, and would be waited for in vain.
    connection.close()
    until = time.monotonic() + PATIENCE
    query = """SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
               AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
    with closing(portal_database().connect()) as session:
        # Otherwise the first query opens a transaction, in which pg_stat_activity is read once and stays the same.
        session.autocommit = True
        while (session.execute(query).fetchone() or (0,))[0]:
            if time.monotonic() > until:
                raise BackupError("The portal is running. Stop web, worker and beat, then restore again.")
            time.sleep(0.2)


def restore_into(database: PostgreSQLDatabase, path: Path) -> None:
    """Drop all in a PostgreSQL database and restore a dump into it in one transaction, even if others are connected."""
    with closing(database.connect()) as session:
        emptying = drop_statements(session)
    # As SQL to psql, and not `pg_restore --dbname`: so the drops and the restore are one transaction.
    restore = ["pg_restore", "--no-owner", "--no-privileges", f"--use-list={list_of(path)}", "--file=-", str(path)]
    take = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    with (
        running([*take, "--output=/dev/null", "--file=-"], database, stdin=subprocess.PIPE) as taking,
        running(restore, database, stdout=subprocess.PIPE) as giving,
    ):
        assert taking.stdin and giving.stdout
        try:
            taking.stdin.write(emptying.encode())
            # 1 MiB at a time.
            while piece := giving.stdout.read(1 << 20):
                taking.stdin.write(piece)
            if giving.wait():
                # At the end of what it reads psql would commit the half.
                taking.kill()
        except BrokenPipeError:
            # psql ended at an error, which it tells; that the other was killed is none of its own.
            giving.kill()
            giving.wait()
            giving.returncode = 0


def drop_statements(session: psycopg.Connection[Any]) -> str:
    """Return the SQL that drops all tables, views, sequences and routines of the schema, except extensions'."""
    found = session.execute(
        """
        SELECT format('DROP %s IF EXISTS %s CASCADE;', CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN
               'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, oid::regclass)
        FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i', 'e'))
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE;', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
        """
    )
    # Else psql's first words, which are told when it fails, would be about what the drops cascade to.
    return "".join(f"{statement}\n" for statement in ("SET client_min_messages = warning;", *(row[0] for row in found)))


@contextmanager
def running(command: list[str], database: PostgreSQLDatabase, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a PostgreSQL program within the block. Raises BackupError with its error output when it fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=database.environment(), stderr=said, **pipes)  # noqa: S603
        try:
            yield process
        # BaseException: a deadline or Ctrl+C must not leave the program at work in the database.
        except BaseException:
            process.kill()
            raise
        finally:
            # Closed before waiting: the program ends only when its input does.
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    close_quietly(pipe)
            process.wait()
        if process.returncode:
            said.seek(0)
            told = first_line(said.read(10_000).decode("utf-8", "replace"))
            raise BackupError(f"{command[0]} failed: {told}.")


def close_quietly(pipe: Any) -> None:
    """Close a pipe, and ignore that its other end is closed already (BrokenPipeError)."""
    try:
        pipe.close()
    except BrokenPipeError:
        return


def space_needed(archive: Archive) -> dict[Path, int]:
    """Return the bytes that must be free in the temporary folder to restore: the size of the backup's dump."""
    return {Path(settings.BACKUP_SCRATCH or tempfile.gettempdir()): archive.parts[DATABASES["postgresql"]].size}
