"""Dumps of a SQLite database, and putting one into the place of what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from operations.backup.database.tables import (
    Snapshot,
    by_app,
    database_path,
    emptied_tables,
    file_names_query,
    migrations_query,
)
from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.store.archives import DATABASES, Archive, read_part
from operations.backup.store.streams import CompressingReader, Readable, UnpackingWriter
from operations.backup.store.vault import Vault

# Seconds to wait for a writer that holds the lock.
PATIENCE = 30.0


class SQLiteDump:
    """A copy of the database in a file of its own, without what is cached."""

    def __init__(self, path: Path, snapshot: Snapshot) -> None:
        self.path, self.snapshot = path, snapshot

    @contextmanager
    def open(self) -> Iterator[Readable]:
        """Yield a stream of the copied SQLite database file, compressed."""
        with self.path.open("rb") as file:
            yield CompressingReader(file)


@contextmanager
def dump(scratch: Path) -> Iterator[SQLiteDump]:
    """Yield a copy of the SQLite database without caches and sessions, deleted after. BackupError on failure."""
    copy = scratch / "dump.sqlite3"
    copy.unlink(missing_ok=True)
    try:
        # One read transaction: in WAL mode nobody waits for it. Unlike SQLite's other way to copy it leaves out free
        # pages, where what was deleted can still be read.
        with closing(open_read_only(database_path())) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy)) as database:
            empty_tables(database, emptied_tables())
            snapshot = read_snapshot(database)
        snapshot.database_bytes = copy.stat().st_size
        yield SQLiteDump(copy, snapshot)
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied: {error}.") from error
    finally:
        copy.unlink(missing_ok=True)


def open_read_only(path: Path) -> sqlite3.Connection:
    """Return a read-only connection to a SQLite file. Raises BackupError when the file does not exist."""
    if not path.exists():
        raise BackupError(f"There is no database at {path}.")
    # quote: a "?" or "#" in the path would end the file's name in the URI.
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=PATIENCE)


def empty_tables(database: sqlite3.Connection, tables: list[str]) -> None:
    """Delete all rows of the named SQLite tables, and overwrite their bytes on the disk."""
    # secure_delete: bytes of deleted rows stay in the file otherwise, and a session could be read in a backup.
    database.execute("PRAGMA secure_delete=ON")
    # Only those that are there: a table of caches is made by a command, and may not exist yet.
    there = set(table_names(database))
    for table in there.intersection(tables):
        database.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name of the settings
    database.commit()


def table_names(database: sqlite3.Connection) -> list[str]:
    """Return the names of a SQLite database's tables, without SQLite's own and the inner parts of text indexes."""
    # Not sqlite_sequence; and of a text index not the parts that it keeps in tables of their own.
    return [
        name
        for name, kind in database.execute(
            "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
        )
        if kind in ("table", "virtual")
    ]


def read_snapshot(database: sqlite3.Connection) -> Snapshot:
    """Return the facts of a SQLite dump: named files, rows by table, migrations and SQLite's version."""
    return Snapshot(
        file_names={name for (name,) in database.execute(file_names_query())},
        rows=count_rows(database),
        migrations=by_app(database.execute(migrations_query()).fetchall()),
        server=sqlite3.sqlite_version,
    )


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of each table of a SQLite database."""
    return {
        table: database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - names of tables
        for table in sorted(table_names(database))
    }


def prepare(vault: Vault, archive: Archive, scratch: Path) -> Path:
    """Decrypt a backup's SQLite database into scratch; return it. BackupDamagedError unless it fits the record.

    What must fit: size, integrity, rows and migrations.

    Raises BackupDamagedError unless it is what the record tells.
    """
    path = scratch / "restored.sqlite3"
    with path.open("xb") as file:
        read_part(vault, archive, DATABASES["sqlite"], UnpackingWriter(file, archive.database_bytes))
    if path.stat().st_size != archive.database_bytes:
        raise BackupDamagedError("The database in the backup is incomplete.")
    try:
        with closing(open_read_only(path)) as database:
            # (1): one error is enough; without it a damaged file would list a hundred.
            whole = database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            snapshot = read_snapshot(database)
    except sqlite3.Error as error:
        raise BackupDamagedError("The database in the backup is damaged.") from error
    # By the record too: a file can be a whole database and still be another one.
    if not whole or (snapshot.rows, snapshot.migrations) != (archive.rows, archive.migrations):
        raise BackupDamagedError("The database in the backup does not match its record.")
    return path


def put_into_place(path: Path) -> None:
    """Overwrite the SQLite database with a file's in one transaction. Raises BackupError while others use it.

    The file itself stays, so that no process goes on writing to one that is gone. Raises BackupError when another
    process works with it.
    """
    # This process's own connection would hold the database too.
    connection.close()
    target_path = database_path()
    target_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        refuse_while_open()
        with closing(open_read_only(path)) as source, closing(sqlite3.connect(target_path, timeout=PATIENCE)) as target:
            # SQLite's own copying of pages: it is one transaction of the target, so readers see the old or the new
            # database.
            source.backup(target)
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be written: {error}. Nothing was changed.") from error


def refuse_while_open() -> None:
    """Raise BackupError while another process has the portal's SQLite database open."""
    connection.close()
    if not database_path().exists():
        return
    # isolation_level=None: Python would begin transactions by itself.
    with closing(sqlite3.connect(database_path(), timeout=1, isolation_level=None)) as database:
        try:
            # In WAL mode exclusive locking fails while any other connection is open, also one that does nothing.
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise BackupError("The portal is running. Stop web, worker and beat, then restore again.") from error


def space_needed(archive: Archive) -> dict[Path, int]:
    """Return the bytes that must be free in the database's folder to restore: twice the database's size."""
    # Twice: the prepared copy lies beside the database until it is in its place.
    return {database_path().parent: 2 * archive.database_bytes}
