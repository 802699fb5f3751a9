"""Checks before a restore, which refuse it before anything is changed."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User
from operations.backup import database
from operations.backup.errors import BackupError
from operations.backup.progress import in_words
from operations.backup.store.archives import NAME, Archive, archive_names, time_of
from operations.backup.store.vault import Vault
from operations.backup.stored_files import stored_files

# 100 MB for logs, for the variables, and for what others write meanwhile.
SPARE_BYTES = 100 * 1000 * 1000


def chosen_backup(vault: Vault, at: str) -> str:
    """Return the name of the backup for "latest", a name, or the newest begun by a time. BackupError if none."""
    names = archive_names(vault)
    if not names:
        raise BackupError(f"There is no backup in {vault.location.name}.")
    if at == "latest":
        return names[-1]
    # A name first: read_time would not take it.
    if NAME.fullmatch(at):
        if at not in names:
            raise BackupError(f"There is no backup {at} in {vault.location.name}.")
        return at
    until = read_time(at)
    if not (before := [name for name in names if time_of(name) <= until]):
        raise BackupError(f"No backup is older than that of {time_of(names[0]):%Y-%m-%d %H:%M} UTC.")
    return before[-1]


def read_time(text: str) -> datetime:
    """Return a typed time or date as an aware datetime. Raises BackupError when it cannot be read."""
    try:
        found = parse_datetime(text)
        # A date without a time means its first minute: the newest backup before that day.
        day = parse_date(text) if found is None else None
    except ValueError:
        found = day = None
    if found is None and day is None:
        raise BackupError(
            f"{text[:40]} is not a time. Write it like 2026-11-30T14:00, or give the name of a backup, or latest."
        )
    found = found or datetime(day.year, day.month, day.day)  # type: ignore[union-attr]  # noqa: DTZ001 - made aware next
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def refuse_other_database(archive: Archive) -> None:
    """Raise BackupError when a backup's kind of database (SQLite, PostgreSQL) is not the portal's."""
    if archive.vendor != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise BackupError(
            f"The backup is of {names[archive.vendor]}, and this portal has {names.get(connection.vendor, 'another')}: "
            "name a database of the same kind in DATABASE_URL."
        )


def refuse_newer_migrations(archive: Archive) -> None:
    """Raise BackupError when a backup has migrations that this code does not know."""
    known = MigrationLoader(None).disk_migrations.keys()
    # Squashed migrations: a backup made before has the names of those that one file replaces now.
    replaced = {key for migration in MigrationLoader(None).disk_migrations.values() for key in migration.replaces}
    own = {app for app, _name in known}
    ahead = [
        f"{app}.{name}"
        for app, names in archive.migrations.items()
        for name in names
        # Apps that are not installed any more left rows of their migrations; nothing depends on them.
        if app in own and (app, name) not in known and (app, name) not in replaced
    ]
    if ahead:
        raise BackupError(
            f"The backup was made by a newer Neary ({archive.neary}; this is not {ahead[0]}'s): "
            "install that version, then restore."
        )


def refuse_content(replace: bool) -> None:
    """Raise BackupError when the portal has accounts or files, unless `replace` allows to lose them."""
    if not replace and (has_people() or next(stored_files(), None)):
        raise BackupError(
            "This portal has content, and nothing was changed. To replace it by the backup, give --replace: "
            "the present content is then lost."
        )


def has_people() -> bool:
    """Return whether the portal's database holds any account, or tables of another version of Neary."""
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    try:
        return User.objects.exists()
    except DatabaseError:
        # Tables of another version are content.
        return True


def refuse_without_space(archive: Archive) -> None:
    """Raise BackupError when a disk has too little free space to restore this backup's database and files."""
    needed = Counter(database.backend().space_needed(archive))
    if isinstance(default_storage, FileSystemStorage):
        needed[Path(default_storage.location)] += archive.file_bytes
    by_disk: Counter[int] = Counter()
    for folder, size in needed.items():
        there = existing(folder)
        disk = os.stat(there).st_dev
        by_disk[disk] += size
        # Database and files may lie on the same disk: then it needs room for both.
        free = shutil.disk_usage(there).free
        if by_disk[disk] + SPARE_BYTES > free:
            raise BackupError(
                f"The disk of {there} has {in_words(free)} free, and the restore needs "
                f"{in_words(by_disk[disk] + SPARE_BYTES)}: make room, then restore."
            )


def existing(folder: Path) -> Path:
    """Return a folder, or the nearest folder above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return folder


def keys_path() -> Path:
    """Return the path of restored.env, into which a restore writes the backup's variables."""
    return Path(settings.BACKUP_SCRATCH or settings.DATA) / "restored.env"


def refuse_without_place_for_keys() -> None:
    """Raise BackupError when the folder for the restored variables is not writable."""
    folder = keys_path().parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BackupError(
            f"The keys of the portal cannot be written to {folder}. "
            "Set BACKUP_SCRATCH to a folder that you may write to."
        )
