"""Backups are made, tried, and kept where a fault of this machine does not reach them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.backup.status import BackupStatus, backup_status
from operations.backup.store.passphrase import SHORTEST
from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.machine.disk import backup_folder, disk_space_of, existing
from operations.doctor.machine.files import may_write
from operations.doctor.registry import check
from operations.doctor.servers.database import TABLES

# After the hours of BACKUP_EVERY_HOURS, and after the newest.
LATE, MISSING_AFTER = timedelta(hours=1), timedelta(hours=26)
TRIED_WITHIN = timedelta(days=8)
ELSEWHERE = "Set BACKUP_LOCATION to a folder of another machine, or to s3://BUCKET/PREFIX."
MAKE = "Run manage.py backup and read what it says; beat and a worker make one each hour by themselves."
TRY = "Run manage.py backup --try and read what it says; beat and a worker try one each week by themselves."


@check()
def location() -> Iterator[SetupFinding]:
    """Tell when the backup or scratch folder is invalid or not writable, or automatic backups are off."""
    folder = backup_folder()
    if folder is None and not settings.BACKUP_LOCATION.startswith("s3://"):
        yield fault("BACKUP_LOCATION is no place for backups.", ELSEWHERE)
    elif folder and not may_write(existing(folder)):
        yield fault(f"The portal may not write backups into {folder}.", "Give that folder to the portal's account.")
    elif settings.BACKUP_SCRATCH and not may_write(Path(settings.BACKUP_SCRATCH)):
        yield fault(f"The portal may not write into {settings.BACKUP_SCRATCH} (BACKUP_SCRATCH).", "Make that folder.")
    elif settings.BACKUP_EVERY_HOURS < 1:
        yield fault("No backups are made automatically.", "Set BACKUP_EVERY_HOURS=1.")


@check(after=("backups.location",))
def passphrase() -> Iterator[SetupFinding]:
    """Tell when the passphrase of backups is missing or too short."""
    phrase = settings.BACKUP_PASSPHRASE
    if not phrase:
        yield fault(
            "Backups have no passphrase, so none are made.",
            "Set BACKUP_PASSPHRASE, and keep it on paper too. Without it no backup can be read.",
        )
    elif len(phrase) < SHORTEST:
        yield fault(
            f"The passphrase of backups has fewer than {SHORTEST} characters and can be guessed.",
            "Set BACKUP_PASSPHRASE to five words or more, and keep it on paper too.",
        )


@check(after=("backups.location", "backups.passphrase", *TABLES))
def age() -> Iterator[SetupFinding]:
    """Tell when no backup was ever made, the newest is too old or late, or the last one failed."""
    known = read_backups()
    made = known.made_at
    if made is None:
        yield fault("No backup was ever made.", MAKE)
    elif is_older(made, MISSING_AFTER):
        yield fault(f"The newest backup is older than a day ({made:%d %B %Y, %H:%M} UTC).", MAKE)
    # Late by an hour is a warning; by a day (above) it is a fault.
    elif is_older(made, timedelta(hours=settings.BACKUP_EVERY_HOURS) + LATE):
        yield warning(f"The newest backup is of {made:%H:%M} UTC, and the next is late.", MAKE)
    elif known.backup_failed:
        yield warning(f"The last backup failed: {known.backup_failed}", MAKE)


@check(after=("backups.location", "backups.passphrase", "backups.age", *TABLES))
def trial() -> Iterator[SetupFinding]:
    """Tell when no backup was ever restored on trial, the last trial failed, or it is over a week old."""
    known = read_backups()
    if known.tried_at is None:
        yield fault("No backup was ever tried.", TRY)
    elif known.trial_failed:
        yield fault(f"The newest backup could not be restored when it was tried: {known.trial_failed}", TRY)
    elif is_older(known.tried_at, TRIED_WITHIN):
        yield fault(f"The last backup was tried on {known.tried_at:%d %B %Y}, more than a week ago.", TRY)


@check(after=TABLES)
def archive() -> Iterator[SetupFinding]:
    """Tell when PostgreSQL's last try to archive its log failed: the log would fill the disk."""
    if archive_fails():
        yield fault(
            "PostgreSQL cannot archive its log. It keeps the log until its disk is full.",
            "Read the reason in PostgreSQL's log, and repair the archive (docs/point_in_time.md).",
        )


@check(after=("backups.location",))
def same_disk() -> Iterator[SetupFinding]:
    """Tell when backups are on the same disk as the data: both would be lost with it."""
    folder = backup_folder()
    # Both hold data that a backup is made of.
    kept = {disk_space_of(existing(Path(each))).device for each in (settings.DATA, settings.MEDIA_ROOT)}
    if folder and disk_space_of(existing(folder)).device in kept:
        yield warning(
            "Backups are on the same disk as the data, and would be lost with it.",
            ELSEWHERE,
        )


def is_older(moment: datetime, than: timedelta) -> bool:
    """Return whether a moment lies further in the past than this period."""
    return timezone.now() - moment > than


def archive_fails() -> bool:
    """Return whether PostgreSQL's last try to archive its write-ahead log failed; False for SQLite."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            # `archive_mode` is off where no point in time can be restored; then nothing can fail.
            "SELECT current_setting('archive_mode') <> 'off' AND last_failed_time IS NOT NULL"
            # '-infinity': it has failed, and never archived anything.
            " AND last_failed_time > coalesce(last_archived_time, '-infinity') FROM pg_stat_archiver"
        )
        return bool(cursor.fetchone()[0])


def read_backups() -> BackupStatus:
    """Return the status of backups; tests replace this function."""
    return backup_status()
