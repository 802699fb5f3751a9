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
        """Give a dump; what it needs on the disk is gone after the block."""

    def prepare(self, vault: Vault, archive: Archive, scratch: Path) -> Path:
        """Return a file that `put_into_place` takes, verified as far as can be without changing anything."""

    def refuse_while_open(self) -> None:
        """Raises BackupError while other processes of the portal are connected."""

    def put_into_place(self, path: Path) -> None:
        """Let the portal's database be what the file says, wholly or not at all."""

    def space_needed(self, archive: Archive) -> dict[Path, int]:
        """Return how many bytes must be free in which folders."""


def backend() -> DatabaseBackend:
    """Return the module that dumps the portal's kind of database. Raises BackupError for an unknown kind."""
    if connection.vendor == "sqlite":
        return sqlite
    if connection.vendor == "postgresql":
        return postgresql
    raise BackupError(f"Backups work with SQLite and PostgreSQL, not with {connection.vendor}.")
