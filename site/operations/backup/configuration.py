"""The settings of backups: their location, key and temporary folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from operations.backup.errors import BackupError
from operations.backup.store.keys import open_key, open_or_make_key
from operations.backup.store.locations import FolderLocation, Location
from operations.backup.store.vault import Vault

ASK_FOR_ONE = (
    "No passphrase is set: put one of at least 16 characters into BACKUP_PASSPHRASE. "
    "Write it on paper too: without it no backup can be opened."
)


def is_set_up() -> bool:
    """Return whether the settings have a backup passphrase, so that backups are made."""
    return bool(settings.BACKUP_PASSPHRASE)


def location_of(text: str = "") -> Location:
    """Return the backup location a text (empty: the settings) names; BackupError for a URL that is not s3://."""
    text = text or settings.BACKUP_LOCATION or str(settings.DATA / "backups")
    if text.startswith("s3://"):
        return bucket_of(text)
    # For example gs:// or a URL: without this it would become a folder of that name.
    if "://" in text:
        raise BackupError(f"{text} is no place for backups. Use a folder or s3://BUCKET/FOLDER.")
    return FolderLocation(Path(text).resolve())


def bucket_of(text: str) -> Location:
    """Return the S3 location of a text s3://BUCKET/FOLDER. Raises BackupError without bucket or S3 library.

    Raises BackupError without a bucket, or without the library for S3.
    """
    bucket, _slash, folder = text.removeprefix("s3://").partition("/")
    if not bucket:
        raise BackupError(f"{text} has no bucket. Write s3://BUCKET/FOLDER.")
    try:
        # The client is imported only where it is needed; the embedded way has none.
        from operations.backup.store.buckets import BucketLocation
    except ModuleNotFoundError as error:
        raise BackupError("For backups in a bucket install django-storages[s3], or use a folder.") from error
    return BucketLocation(bucket, folder)


def open_vault(location: str = "") -> Vault:
    """Return a backup location with its existing key. Raises BackupError without a passphrase or with a wrong one."""
    place = location_of(location)
    return Vault(place, open_key(place, needed_passphrase()))


def make_vault(location: str = "") -> Vault:
    """Return a backup location with its key, which is made if missing. Raises BackupError without a passphrase."""
    place = location_of(location)
    return Vault(place, open_or_make_key(place, needed_passphrase()))


def needed_passphrase() -> str:
    """Return the backup passphrase of the settings. Raises BackupError when none is set."""
    if not settings.BACKUP_PASSPHRASE:
        raise BackupError(ASK_FOR_ONE)
    phrase: str = settings.BACKUP_PASSPHRASE
    return phrase


@contextmanager
def scratch_folder(beside: Path | None = None) -> Iterator[Path]:
    """Yield a new private temporary folder, deleted after the block. Raises BackupError if it cannot be made."""
    # In the folder of the database, where there is room for a copy of it; /tmp may be small or in memory.
    base = settings.BACKUP_SCRATCH or (beside and str(beside)) or None
    try:
        folder = Path(tempfile.mkdtemp(prefix=".neary-backup-", dir=base))
    except OSError as error:
        raise BackupError(f"No temporary folder can be made in {base}: {error.strerror}.") from error
    try:
        yield folder
    finally:
        # ignore_errors: the backup is whole already, and must not fail because a temporary file cannot be deleted.
        shutil.rmtree(folder, ignore_errors=True)
