"""Restoring a backup: everything is verified before anything is changed."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from operations.backup import database
from operations.backup.configuration import scratch_folder
from operations.backup.errors import BackupError
from operations.backup.making import beside_database
from operations.backup.progress import Progress, in_words
from operations.backup.restore import refusals
from operations.backup.restore.afterwards import bring_up_to_date
from operations.backup.restore.storage_target import StorageTarget
from operations.backup.restore.targets import FileTarget, FolderTarget
from operations.backup.store.archives import FILES, VARIABLES, Archive, read_part, read_record
from operations.backup.store.lock import locked_where_writable
from operations.backup.store.manifest import FileEntry, read_entries
from operations.backup.store.vault import Vault


@dataclass
class Restored:
    """The result of a restore: the backup that was restored, and what is left to do."""

    archive: Archive
    variables: Path
    left: list[str] = field(default_factory=list)


def restore(vault: Vault, at: str, progress: Progress, *, replace: bool = False) -> Restored:
    """Restore files and database of a backup ("latest", name or time). BackupError, nothing changed, if refused."""
    # A location that is read-only (a copy on another disk) can be restored from without a lock.
    with locked_where_writable(vault.location):
        archive = read_record(vault, refusals.chosen_backup(vault, at))
        progress.tell(
            f"Backup {archive.name}: {archive.files:,} files, {in_words(archive.file_bytes)}, "
            f"and the database of {archive.time:%Y-%m-%d %H:%M} UTC"
        )
        # Before anything is decrypted: a refusal must not take an hour.
        refuse_restore(archive, replace=replace)
        entries, variables = read_entries_of(vault, archive), read_variables(vault, archive)
        # Beside the database, so that the prepared file is on the same disk.
        with scratch_folder(beside_database()) as scratch:
            progress.tell("Database: verifying it")
            prepared = database.backend().prepare(vault, archive, scratch)
            swap_in(vault, entries, prepared, progress)
        # Only now: the keys are secrets, and are written out after the restore succeeded.
        path = write_variables(variables)
        return Restored(archive, path, bring_up_to_date(vault, archive.time, progress))


def after_point_in_time(vault: Vault, at: str, progress: Progress) -> list[str]:
    """Do the steps after a database was restored by other means; return what is left to do. BackupError: no past time.

    With a time to come nobody would be erased again.

    Raises BackupError when that is no time, or one to come: nobody would be erased again then.
    """
    restored_to = refusals.read_time(at)
    if restored_to > timezone.now():
        raise BackupError(f"{at} is in the future. Give the time to which the database was restored.")
    return bring_up_to_date(vault, restored_to, progress)


def refuse_restore(archive: Archive, *, replace: bool) -> None:
    """Raise BackupError when a backup cannot be restored here: database, version, content, space, or open."""
    refusals.refuse_other_database(archive)
    refusals.refuse_newer_migrations(archive)
    refusals.refuse_content(replace)
    refusals.refuse_without_space(archive)
    refusals.refuse_without_place_for_keys()
    # Asked for again when all is verified, which takes a while.
    database.backend().refuse_while_open()


def swap_in(vault: Vault, entries: dict[str, FileEntry], prepared: Path, progress: Progress) -> None:
    """Verify all files, then replace the portal's files and database; a failure undoes both and is raised."""
    target = target_of_portal()
    try:
        target.stage(vault, entries.values(), progress)
        progress.tell("All is verified: putting files and database into their places")
        target.swap(vault, entries.values(), progress)
        database.backend().put_into_place(prepared)
    except BaseException:
        # Should this fail too, what the portal had is still beside: nothing is deleted then.
        target.undo()
        target.discard()
        raise
    target.discard()


def target_of_portal() -> FileTarget:
    """Return the restore target for the portal's file storage: a folder or another storage."""
    if isinstance(default_storage, FileSystemStorage):
        return FolderTarget(Path(default_storage.location))
    return StorageTarget(default_storage)


def read_entries_of(vault: Vault, archive: Archive) -> dict[str, FileEntry]:
    """Return the file entries of a backup by name. Raises BackupError if they do not fit the backup's record."""
    listed = io.BytesIO()
    read_part(vault, archive, FILES, listed)
    listed.seek(0)
    entries = read_entries(listed)
    # Count and bytes: a list that was cut off would otherwise be restored as whole.
    if (len(entries), sum(entry.size for entry in entries.values())) != (archive.files, archive.file_bytes):
        raise BackupError(f"The list of files of the backup {archive.name} does not match its record.")
    return entries


def read_variables(vault: Vault, archive: Archive) -> bytes:
    """Return the decrypted variables (keys, passwords) of a backup, as the bytes of an env file."""
    target = io.BytesIO()
    read_part(vault, archive, VARIABLES, target)
    return target.getvalue()


def write_variables(variables: bytes) -> Path:
    """Write a backup's variables into restored.env, readable by this user only, and return its path."""
    path = refusals.keys_path()
    path.unlink(missing_ok=True)
    # O_EXCL with 0600: the file is private from its first byte, and no link of that name is followed.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(variables)
    return path
