"""Making a backup: the files, the database as it is at one instant, and the variables."""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from operations.backup import database
from operations.backup.configuration import scratch_folder
from operations.backup.database.tables import Dump, Snapshot, database_path, file_names_query
from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.file_copies import FileCopies
from operations.backup.progress import Progress, in_words
from operations.backup.pruning import delete_archive, prune
from operations.backup.store.archives import (
    DATABASES,
    FILES,
    VARIABLES,
    Archive,
    archive_names,
    new_name,
    part_name,
    read_part,
    read_record,
    write_record,
)
from operations.backup.store.keys import KEY_FILE
from operations.backup.store.lock import LocationLock, locked
from operations.backup.store.manifest import FileEntry, is_plain, read_entries, write_entries
from operations.backup.store.streams import ContentHash
from operations.backup.store.vault import Vault
from operations.backup.variables import variables_text

# Dumps that are made when files go with their rows just then.
DUMPS = 5


@dataclass(frozen=True)
class Made:
    """A backup that was made, and what was written for it."""

    archive: Archive
    written_files: int
    written_bytes: int


def make_backup(vault: Vault, progress: Progress, now: datetime | None = None) -> Made:
    """Make a backup, then delete old ones. BackupError (nothing is left of it); BackupBusyError if one runs."""
    name = new_name(now or timezone.now())
    with locked(vault.location) as lock, scratch_folder(beside_database()) as scratch:
        files = FileCopies(vault, newest_entries(vault, progress), progress)
        progress.tell("Files: copying what is new")
        # Before the dump: copying takes long the first time, and a dump must not wait for it.
        files.copy_new()
        try:
            made = write_archive(vault, name, files, scratch, lock)
        # BaseException: also Ctrl+C must not leave parts of a backup.
        except BaseException:
            delete_archive(vault, name)
            raise
        # Only after a success, so that a portal whose backups fail loses none of the old ones.
        prune(vault, lock, progress, now or timezone.now())
        return made


def write_archive(vault: Vault, name: str, files: FileCopies, scratch: Path, lock: LocationLock) -> Made:
    """Dump the database and write a backup's parts, its record last. BackupError if files keep vanishing.

    Without the record they are no backup.
    """
    for attempt in range(DUMPS):
        files.progress.tell("Database: copying it" if not attempt else "Database: once more, for files went meanwhile")
        with database.backend().dump(scratch) as dump:
            dumped = write_database(vault, name, dump)
            # The second listing: see FileCopies.copy_new.
            files.copy_new()
            missing = missing_files(dump.snapshot, files)
        if not files_that_went(missing):
            break
    else:
        raise BackupError("Files were deleted while the backup was made. Try again later.")
    record = new_record(vault, name, dump.snapshot, files, sorted(missing))
    parts = {DATABASES[connection.vendor]: dumped, **write_small_parts(vault, name, files)}
    # Before the record: whoever has the lock now may be deleting contents that this backup names.
    lock.confirm()
    # The record has the parts' hashes, so it is made anew with them.
    archive = Archive(**{**vars(record), "parts": parts})
    write_record(vault, archive)
    written = dumped.size + files.written_bytes
    files.progress.tell(f"Written: {files.written} new files and the database, {in_words(written)}")
    return Made(archive, files.written, written)


def write_database(vault: Vault, name: str, dump: Dump) -> ContentHash:
    """Write the dump of the database, encrypted, into a backup; return its size and hash."""
    with dump.open() as source:
        return vault.write(part_name(name, DATABASES[connection.vendor]), source)


def write_small_parts(vault: Vault, name: str, files: FileCopies) -> dict[str, ContentHash]:
    """Write the file list, the settings' variables and the key file into a backup; return hashes of the first two."""
    listed = io.BytesIO()
    write_entries(files.entries, listed)
    listed.seek(0)
    parts = {
        FILES: vault.write(part_name(name, FILES), listed),
        VARIABLES: vault.write_bytes(part_name(name, VARIABLES), variables_text().encode()),
    }
    # A copy of the key file: the one of the location may be lost or damaged.
    with vault.location.open(KEY_FILE) as key, vault.location.writing(part_name(name, KEY_FILE)) as copy:
        copy.write(key.read())
    return parts


def new_record(vault: Vault, name: str, snapshot: Snapshot, files: FileCopies, missing: list[str]) -> Archive:
    """Return the record of a backup: name, time, versions, rows, migrations, number and size of files."""
    return Archive(
        name=name,
        made_at=timezone.now().isoformat(),
        neary=neary_version(),
        portal=vault.key.portal,
        vendor=connection.vendor,
        server=snapshot.server,
        database_bytes=snapshot.database_bytes,
        migrations=snapshot.migrations,
        rows=snapshot.rows,
        files=len(files.entries),
        file_bytes=sum(entry.size for entry in files.entries.values()),
        missing=missing,
    )


def missing_files(snapshot: Snapshot, files: FileCopies) -> set[str]:
    """Return names of files that rows of the dump name and the backup lacks; add those copied, then deleted, again.

    One that was copied, and deleted before the second listing, is taken back in: its content is in the location.
    """
    missing = snapshot.file_names - files.entries.keys()
    for name in missing & files.deleted.keys():
        files.entries[name] = files.deleted[name]
    return missing - files.deleted.keys()


def files_that_went(missing: set[str]) -> bool:
    """Return whether a new dump is needed: a missing file has lost its row since the dump, or is there again.

    Those that rows still name were lost before; the record tells of them.
    """
    missing = {name for name in missing if is_plain(name)}
    if not missing:
        return False
    with connection.cursor() as cursor:
        cursor.execute(file_names_query())
        named = {name for (name,) in cursor.fetchall()}
    # A file that no row names any more went with its row. One that is there again came between listing and dump.
    return any(name not in named or default_storage.exists(name) for name in missing)


def newest_entries(vault: Vault, progress: Progress) -> dict[str, FileEntry]:
    """Return the file entries of the newest readable backup, or none; tell of each backup that is unreadable.

    Those files need not be read again.
    """
    # Newest first.
    for name in reversed(archive_names(vault)):
        try:
            archive, target = read_record(vault, name), io.BytesIO()
            read_part(vault, archive, FILES, target)
            target.seek(0)
            return read_entries(target)
        # BackupError: a backup of another format is no reason not to make a new one.
        except (BackupDamagedError, BackupError) as error:
            progress.tell(f"The backup {name} cannot be read: {error}")
    return {}


def beside_database() -> Path | None:
    """Return the folder of the SQLite database, where its copy goes; None with PostgreSQL."""
    return database_path().parent if connection.vendor == "sqlite" else None


def neary_version() -> str:
    """Return the version of Neary that pyproject.toml states."""
    project: str = tomllib.loads((settings.REPOSITORY / "pyproject.toml").read_text())["project"]["version"]
    return project
