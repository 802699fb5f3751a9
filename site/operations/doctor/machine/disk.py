"""Room on the disks that the portal writes to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from django.conf import settings

from operations.doctor.findings import SetupFinding, fault, warning
from operations.doctor.registry import check

GIGABYTE = 1024**3
# Nearly full: less than so much of the disk is free, and less than so many bytes. A large disk has room at 5 % too.
LITTLE_SHARE, LITTLE_BYTES = 0.05, 2 * GIGABYTE
SCARCE_SHARE, SCARCE_BYTES = 0.15, 10 * GIGABYTE
LITTLE_INODES = 0.02
CLEAN_UP = "Delete what is not needed, or give it a larger disk; a full disk loses what people write."


@dataclass(frozen=True)
class DiskSpace:
    """The free space of the disk that holds a folder; `inodes` is the free share of its entries for files."""

    device: int
    total: int
    free: int
    inodes: float

    @property
    def share(self) -> float:
        """Return the free share of the disk, between 0 and 1."""
        return self.free / self.total if self.total else 1


@check(at_run=True)
def space() -> Iterator[SetupFinding]:
    """Tell when a disk for data, files, backups or temporary files is nearly full."""
    seen: set[int] = set()
    for what, folder in folders().items():
        disk = disk_space_of(folder)
        if disk.device in seen:
            continue
        seen.add(disk.device)
        told = f"Of the disk for {what} ({folder}) {disk.free / GIGABYTE:.1f} GB are free ({disk.share:.0%})."
        # Both: 5 % of a large disk is much, and 2 GB of a small one may be nearly all.
        if disk.share < LITTLE_SHARE and disk.free < LITTLE_BYTES:
            yield fault(told, CLEAN_UP)
        elif disk.inodes < LITTLE_INODES:
            yield fault(
                f"The disk for {what} ({folder}) can store hardly any more files: its inodes are used up.", CLEAN_UP
            )
        elif disk.share < SCARCE_SHARE and disk.free < SCARCE_BYTES:
            yield warning(told, CLEAN_UP)


def folders() -> dict[str, Path]:
    """Return the folders the portal writes to, by purpose; for a missing one the nearest above it that exists."""
    named = {"data": Path(settings.DATA), "files": Path(settings.MEDIA_ROOT), "temporary files": Path(gettempdir())}
    if backups := backup_folder():
        named["backups"] = backups
    if settings.BACKUP_SCRATCH:
        named["copies for backups"] = Path(settings.BACKUP_SCRATCH)
    return {what: existing(folder) for what, folder in named.items()}


def backup_folder() -> Path | None:
    """Return the folder of backups on this machine; None where they go to a store such as S3."""
    if "://" in settings.BACKUP_LOCATION:
        return None
    return Path(settings.BACKUP_LOCATION or Path(settings.DATA) / "backups")


def existing(folder: Path) -> Path:
    """Return the folder, or the nearest folder above it that exists."""
    return next(each for each in (folder, *folder.resolve().parents) if each.exists())


def disk_space_of(folder: Path) -> DiskSpace:
    """Return device, total and free bytes and free inodes of the disk that a folder lies on."""
    found = os.statvfs(folder)
    # Some file systems (btrfs) have no inodes and say 0.
    inodes = found.f_favail / found.f_files if found.f_files else 1
    # f_bavail and not f_bfree: the blocks that root alone may use are no room for the portal.
    return DiskSpace(os.stat(folder).st_dev, found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize, inodes)
