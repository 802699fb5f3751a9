"""The backups of a location: each a folder of encrypted parts, of which the record of the others is written last."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.store.streams import ContentHash, Writable
from operations.backup.store.vault import Vault

FORMAT = 1
FOLDER = "archives"
RECORD = "backup.json"
FILES = "files.jsonl.gz"
VARIABLES = "variables.env"
DATABASES = {"sqlite": "database.sqlite3.gz", "postgresql": "database.dump"}
# 16 MiB: the record has a number for each table and a name for each migration, a few kB.
LARGEST_RECORD = 16 * 1024 * 1024
# For example 20261130T140000123456Z-a1b2c3.
NAME = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{6}")
# To the millionth of a second: the order of names is that of time.
TIME = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Archive:
    """The record of a backup."""

    name: str
    made_at: str
    neary: str
    portal: str
    # "sqlite" or "postgresql", its version, and the size of the database when it is restored.
    vendor: str
    server: str
    database_bytes: int
    # The migrations that were applied, by app, and how many rows each table had.
    migrations: Mapping[str, list[str]]
    rows: Mapping[str, int]
    # How many files there are, and how many bytes.
    files: int
    file_bytes: int
    # Files that rows named and that were not there when the backup was made.
    missing: list[str] = field(default_factory=list)
    # Size and hash of each part as it is before it is encrypted.
    parts: Mapping[str, ContentHash] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def time(self) -> datetime:
        """Return the time at which the backup was begun, read from its name."""
        return time_of(self.name)


def new_name(now: datetime) -> str:
    """Return a new name for a backup: its time in UTC and six random digits."""
    # The random digits keep two portals of one location apart that begin in the same moment.
    return f"{now.astimezone(UTC).strftime(TIME)}-{secrets.token_hex(3)}"


def time_of(name: str) -> datetime:
    """Return the time, in UTC, at which the backup of this name was begun."""
    return datetime.strptime(name.partition("-")[0], TIME).replace(tzinfo=UTC)


def archive_names(vault: Vault) -> list[str]:
    """Return the names of all complete backups (those with a record), the oldest first."""
    found = (name.split("/") for name in vault.names(f"{FOLDER}/"))
    # Three parts: archives/<name>/backup.json. A folder without a record is no backup.
    return sorted(parts[1] for parts in found if parts[2:] == [RECORD] and NAME.fullmatch(parts[1]))


def part_name(archive: str, part: str) -> str:
    """Return the object name of a part of a backup in the location."""
    return f"{FOLDER}/{archive}/{part}"


def write_record(vault: Vault, archive: Archive) -> None:
    """Write the record of a backup, encrypted JSON; without it the backup is not complete."""
    vault.write_bytes(part_name(archive.name, RECORD), json.dumps(asdict(archive)).encode())


def read_record(vault: Vault, name: str) -> Archive:
    """Return a backup's record. BackupDamagedError if damaged or swapped, BackupError if of another format."""
    data = vault.read_bytes(part_name(name, RECORD), LARGEST_RECORD)
    try:
        told = json.loads(data)
        refuse_newer(told)
        told["parts"] = {part: ContentHash(**digest) for part, digest in told["parts"].items()}
        archive = Archive(**told)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupDamagedError(f"The record of the backup {name} cannot be read.") from error
    # The encryption proves the key, but not the name: somebody could have put an older record into this folder.
    if archive.name != name or archive.portal != vault.key.portal:
        raise BackupDamagedError(f"The record of the backup {name} belongs to another backup.")
    if archive.vendor not in DATABASES or {FILES, VARIABLES, DATABASES[archive.vendor]} - set(archive.parts):
        raise BackupDamagedError(f"The backup {name} lacks a part.")
    return archive


def refuse_newer(told: Mapping[str, Any]) -> None:
    """Raise BackupError when a backup's record is in another format than this version reads."""
    if told["format"] != FORMAT:
        raise BackupError(
            f"The backup was made by Neary {str(told.get('neary'))[:20]} in a format that this version does not read: "
            "install that version to restore it."
        )


def read_part(vault: Vault, archive: Archive, part: str, target: Writable | None) -> None:
    """Decrypt a part of a backup into the target (None: only verify). BackupDamagedError unless as recorded."""
    told = archive.parts[part]
    try:
        found = vault.read(part_name(archive.name, part), target, told.size)
    except BackupDamagedError as error:
        raise BackupDamagedError(f"{part} of the backup {archive.name}: {error}") from error
    # The size and hash of the record, which is encrypted: a part of another backup would decrypt as well.
    if found != told:
        raise BackupDamagedError(f"{part} of the backup {archive.name} was changed after it was written.")
