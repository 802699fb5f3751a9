"""Deleting old backups, and the contents of files that no backup has any more."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from operations.backup.errors import BackupError
from operations.backup.file_copies import FOLDER, object_name
from operations.backup.progress import Progress
from operations.backup.retention import times_to_keep
from operations.backup.store import archives
from operations.backup.store.archives import FILES, NAME, archive_names, read_part, read_record, time_of
from operations.backup.store.lock import LocationLock
from operations.backup.store.manifest import read_entries
from operations.backup.store.vault import ENDING, Vault

# What is younger may be a backup's that is not finished.
UNFINISHED_FOR = timedelta(days=1)


def prune(vault: Vault, lock: LocationLock, progress: Progress, now: datetime) -> None:
    """Delete old backups, unfinished ones and, once a day, file contents no backup needs. The lock must be held."""
    names = archive_names(vault)
    keep = times_to_keep(map(time_of, names), now)
    going = [name for name in names if time_of(name) not in keep]
    for name in [*going, *unfinished(vault, set(names), now)]:
        lock.confirm()
        delete_archive(vault, name)
    if going:
        progress.tell(f"Old backups: {len(going)} deleted")
    vault.location.delete_unfinished(now.astimezone(UTC) - UNFINISHED_FOR)
    staying = [name for name in names if name not in set(going)]
    # Once a day: it reads the list of files of every backup.
    if is_first_of_day(staying):
        delete_contents(vault, lock, staying, progress, now)


def is_first_of_day(names: list[str]) -> bool:
    """Return whether the newest of these backups is the first of its day; file contents are deleted only then."""
    # The names are sorted by time, and the last one is the backup that was just made.
    days = [time_of(name).date() for name in names[-2:]]
    return len(days) == 1 or (len(days) == 2 and days[0] != days[1])


def unfinished(vault: Vault, whole: set[str], now: datetime) -> set[str]:
    """Return the names of old backups that have no record, left by processes that died."""
    found = {stored.name.split("/")[1] for stored in vault.location.list(f"{archives.FOLDER}/")}
    return {
        name for name in found - whole if NAME.fullmatch(name) and now - time_of(name) > UNFINISHED_FOR
    }  # fmt: skip


def delete_archive(vault: Vault, name: str) -> None:
    """Delete a backup with all its parts, its record first, so that a partly deleted one is no backup."""
    vault.delete(archives.part_name(name, archives.RECORD))
    for stored in list(vault.location.list(f"{archives.FOLDER}/{name}/")):
        vault.location.delete(stored.name)


def delete_contents(vault: Vault, lock: LocationLock, names: list[str], progress: Progress, now: datetime) -> None:
    """Delete old file contents that no kept backup names; delete nothing while any backup is unreadable."""
    needed: set[str] = set()
    try:
        for name in names:
            # All that are kept: one content may be in many backups, and is stored once.
            needed |= contents_of(vault, name)
    except BackupError as error:
        progress.tell(f"Contents of files are kept, for a backup cannot be read: {error}")
        return
    old = [
        stored.name
        for stored in vault.location.list(f"{FOLDER}/")
        # By the time at which it was written: a backup that is being made names contents only when it ends.
        if stored.name.removesuffix(ENDING) not in needed and now.astimezone(UTC) - stored.modified > UNFINISHED_FOR
    ]
    for count, name in enumerate(old):
        # Each confirm reads an object of the location: not for every file.
        if count % 100 == 0:
            lock.confirm()
        vault.location.delete(name)
    if old:
        progress.tell(f"Contents of files that no backup has any more: {len(old)} deleted")


def contents_of(vault: Vault, name: str) -> set[str]:
    """Return the object names of the file contents that a backup lists. Raises BackupError if unreadable."""
    archive, listed = read_record(vault, name), io.BytesIO()
    read_part(vault, archive, FILES, listed)
    listed.seek(0)
    return {object_name(vault.key, entry.sha256) for entry in read_entries(listed).values()}
