"""The files in the portal's storage: listing them without a question for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, default_storage


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as the storage lists it."""

    name: str
    size: int
    modified: str


def stored_files() -> Iterator[StoredFile]:
    """Yield every file of the portal's default storage, except hidden ones (name begins with a dot)."""
    storage = default_storage
    if isinstance(storage, FileSystemStorage):
        yield from in_folder(Path(storage.location))
    else:
        yield from (file for file in files_below(storage, "") if not is_hidden(file.name))


def files_below(storage: Storage, folder: str) -> Iterator[StoredFile]:
    """Yield every file below a folder of a storage that is not a folder of this machine, hidden ones too."""
    return in_bucket(storage, folder) if hasattr(storage, "bucket") else in_storage(storage, folder)


def is_hidden(name: str) -> bool:
    """Return whether a file's name begins with a dot: hidden, or below a hidden top folder."""
    return name.startswith(".")


def in_folder(root: Path) -> Iterator[StoredFile]:
    """Yield the stored files below a folder on this machine, without hidden ones."""
    # followlinks: a deployment may link a folder of the files to another disk.
    for folder, folders, files in os.walk(root, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            path = Path(folder, file)
            try:
                stat = path.stat()
            except FileNotFoundError:
                # It went with its row a moment ago.
                continue
            name = path.relative_to(root).as_posix()
            # is_file: sockets and other things that cannot be copied.
            if path.is_file() and not name.startswith("."):
                yield StoredFile(name, stat.st_size, str(stat.st_mtime_ns))


def start_of_keys(storage: Any) -> str:
    """Return the prefix, ending in a slash, that all objects of a storage have in its S3 bucket, or ""."""
    prefix = storage.location.strip("/")
    return f"{prefix}/" if prefix else ""


def in_bucket(storage: Any, folder: str) -> Iterator[StoredFile]:
    """Yield the files below a folder of an S3 bucket, listed in bulk requests."""
    start = start_of_keys(storage)
    for each in storage.bucket.objects.filter(Prefix=f"{start}{folder}/" if folder else start):
        # Some tools store folders as empty objects whose names end in a slash.
        if not each.key.endswith("/"):
            yield StoredFile(each.key.removeprefix(start), each.size, each.last_modified.astimezone(UTC).isoformat())


def in_storage(storage: Storage, folder: str) -> Iterator[StoredFile]:
    """Yield the files below a folder of any Django storage, with one call per folder and file."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        name = f"{folder}/{file}" if folder else file
        modified: datetime = storage.get_modified_time(name)
        yield StoredFile(name, storage.size(name), modified.isoformat())
    for inner in folders:
        yield from in_storage(storage, f"{folder}/{inner}" if folder else inner)
