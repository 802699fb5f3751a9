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
    """Yield every file of the portal's storage, but for hidden ones, which are nobody's."""
    storage = default_storage
    if isinstance(storage, FileSystemStorage):
        yield from in_folder(Path(storage.location))
    elif hasattr(storage, "bucket"):
        yield from in_bucket(storage)
    else:
        yield from in_storage(storage, "")


def in_folder(root: Path) -> Iterator[StoredFile]:
    """Yield the files below a folder on this machine, without hidden ones."""
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
            if path.is_file() and not name.startswith("."):
                yield StoredFile(name, stat.st_size, str(stat.st_mtime_ns))


def in_bucket(storage: Any) -> Iterator[StoredFile]:
    """Ask a store that speaks S3, a thousand files a question."""
    prefix = storage.location.strip("/")
    start = f"{prefix}/" if prefix else ""
    for each in storage.bucket.objects.filter(Prefix=start):
        if not each.key.endswith("/"):
            yield StoredFile(each.key.removeprefix(start), each.size, each.last_modified.astimezone(UTC).isoformat())


def in_storage(storage: Storage, folder: str) -> Iterator[StoredFile]:
    """Yield the files below a folder of any storage."""
    folders, files = storage.listdir(folder)
    for file in files:
        name = f"{folder}/{file}" if folder else file
        modified: datetime = storage.get_modified_time(name)
        yield StoredFile(name, storage.size(name), modified.isoformat())
    for inner in folders:
        yield from in_storage(storage, f"{folder}/{inner}" if folder else inner)
