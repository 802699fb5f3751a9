"""Trying a backup: it is restored into a scratch database, and compared with what was recorded when it was made."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from operations.backup.configuration import scratch_folder
from operations.backup.database import postgresql, sqlite
from operations.backup.database.trial_database import trial_database
from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.file_copies import FOLDER, object_name
from operations.backup.making import beside_database
from operations.backup.progress import Progress
from operations.backup.restore.refusals import chosen_backup, refuse_newer_migrations, refuse_other_database
from operations.backup.restore.restoring import read_entries_of, read_variables
from operations.backup.restore.targets import each_file, read_file
from operations.backup.store.archives import Archive, read_record
from operations.backup.store.manifest import FileEntry
from operations.backup.store.vault import ENDING, Vault

# Files whose contents are decrypted and compared; of all others it is seen that they are there.
SAMPLE = 200
# The same migrations as in an upgrade, so a trial also proves that the backup can be brought up to date.
COMMANDS = (["migrate", "--noinput", "--verbosity=0"], ["check", "--database=default"])
# In seconds.
COMMANDS_TIMEOUT = 30 * 60
# Neither the portal's servers nor its own database are touched by what is tried.
LEFT_OUT = ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE", "ELASTICSEARCH_URL")


@dataclass(frozen=True)
class Tried:
    """A backup that was tried, and how much of it was compared."""

    archive: Archive
    tables: int
    rows: int
    sampled: int

    def __str__(self) -> str:
        return (
            f"Restored on trial: {self.rows:,} rows in {self.tables} tables as when it was made, "
            f"all {self.archive.files:,} files there, {self.sampled:,} of them compared, and no check fails."
        )


def try_newest(vault: Vault, progress: Progress) -> Tried:
    """Restore the newest backup on trial, beside the portal, and check it. Raises BackupError when it fails."""
    archive = read_record(vault, chosen_backup(vault, "latest"))
    progress.tell(f"Trying the backup {archive.name}")
    refuse_other_database(archive)
    refuse_newer_migrations(archive)
    # Decrypted for the proof alone; what is in it is thrown away.
    read_variables(vault, archive)
    with scratch_folder(beside_database()) as scratch, restored_database(vault, archive, scratch) as url:
        progress.tell("Database: restored, and the same as when it was backed up; running the portal's checks on it")
        run_checks(url, scratch)
    sampled = try_files(vault, read_entries_of(vault, archive), progress)
    return Tried(archive, len(archive.rows), sum(archive.rows.values()), sampled)


@contextmanager
def restored_database(vault: Vault, archive: Archive, scratch: Path) -> Iterator[str]:
    """Yield the URL of a temporary database into which the backup is restored; BackupDamagedError if rows differ."""
    if connection.vendor == "sqlite":
        # Its rows are compared by `prepare` already.
        yield f"sqlite:///{sqlite.prepare(vault, archive, scratch)}"
        return
    with trial_database() as database:
        postgresql.restore_into(database, postgresql.unpack(vault, archive, scratch))
        refuse_other_rows(archive, postgresql.rows_of(database))
        yield settings.BACKUP_TRIAL_DATABASE_URL


def refuse_other_rows(archive: Archive, rows: dict[str, int]) -> None:
    """Raise BackupDamagedError when a restored table has another number of rows than the backup recorded."""
    differing = [table for table in {*rows, *archive.rows} if rows.get(table) != archive.rows.get(table)]
    if differing:
        table = min(differing)
        raise BackupDamagedError(
            f"The table {table} had {archive.rows.get(table)} rows when it was backed up, "
            f"and {rows.get(table)} when it was restored."
        )


def run_checks(url: str, scratch: Path) -> None:
    """Migrate the trial database and run the portal's checks on it. Raises BackupError when one fails."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    # A data folder of its own, so that nothing is written beside the portal's files.
    environment = kept | {"DATABASE_URL": url, "NEARY_DATA": str(scratch / "data")}
    for command in COMMANDS:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and commands
                [sys.executable, str(settings.REPOSITORY / "manage.py"), *command],
                env=environment,
                capture_output=True,
                text=True,
                timeout=COMMANDS_TIMEOUT,
            )
        except subprocess.TimeoutExpired as error:
            raise BackupError(f"manage.py {command[0]} did not finish on the restored database.") from error
        if done.returncode:
            said = [line.strip() for line in done.stderr.splitlines() if line.strip()] or ["it printed nothing"]
            raise BackupError(f"manage.py {command[0]} fails on the restored database: {said[-1][:300]}")


def try_files(vault: Vault, entries: dict[str, FileEntry], progress: Progress) -> int:
    """Check that all file contents exist and read some; return how many. BackupDamagedError if missing or wrong."""
    there = {stored.name.removesuffix(ENDING): stored.size for stored in vault.location.list(f"{FOLDER}/")}
    for entry in entries.values():
        # An encrypted object is larger than its content.
        if there.get(object_name(vault.key, entry.sha256), 0) <= entry.size:
            raise BackupDamagedError(f"The content of the file {entry.name} is missing in {vault.location.name}.")
    # random, not secrets: a sample needs no secrecy, and another one each week finds more.
    sample = random.sample(list(entries.values()), min(SAMPLE, len(entries)))
    each_file(vault, sample, progress, "files compared", lambda entry: read_file(vault, entry, None))
    return len(sample)
