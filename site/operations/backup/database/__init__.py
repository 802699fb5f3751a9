"""Dumps of the database: SQLite and PostgreSQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.db import connection

from operations.backup.database import postgresql, sqlite
from operations.backup.database.tables import Dump
from operations.backup.errors import BackupError
from operations.backup.store.archives import Archive
from operations.backup.store.vault import Vault


class DatabaseBackend(Protocol):
    """The functions that the module of each kind of database has."""

    def dump(self, scratch: Path) -> AbstractContextManager[Dump]:
        """Yield a dump of the portal's database; its temporary file is deleted after the block."""

    def prepare(self, vault: Vault, archive: Archive, scratch: Path) -> Path:
        """Decrypt a backup's database into a file in scratch, verify and return it. BackupDamagedError if wrong."""

    def refuse_while_open(self) -> None:
        """Raise BackupError while other processes of the portal are connected to the database."""

    def put_into_place(self, path: Path) -> None:
        """Replace the portal's database by the prepared file, wholly or not at all. BackupError while others use it."""

    def space_needed(self, archive: Archive) -> dict[Path, int]:
        """Return the bytes that must be free on the disk to restore a backup's database, by folder."""


def backend() -> DatabaseBackend:
    """Return the backup module for the portal's database, SQLite or PostgreSQL. Raises BackupError for another."""
    if connection.vendor == "sqlite":
        return sqlite
    if connection.vendor == "postgresql":
        return postgresql
    raise BackupError(f"Backups work with SQLite and PostgreSQL, not with {connection.vendor}.")
