"""Copying the portal's files into a location: each content once, whichever names and backups have it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from django.core.files.storage import default_storage

from operations.backup.progress import Progress
from operations.backup.store.keys import BackupKey
from operations.backup.store.manifest import FileEntry, is_plain
from operations.backup.store.vault import ENDING, Vault
from operations.backup.stored_files import StoredFile, stored_files

FOLDER = "files"
# Files in one batch, after which the progress is told.
AT_A_TIME = 64
# 1 MiB.
PIECE = 1 << 20

Item = TypeVar("Item")


def object_name(key: BackupKey, sha256: str) -> str:
    """Return the object name for a file's content: a keyed hash of its SHA-256, so that nobody can guess it."""
    digest = key.keyed_hash(f"file {sha256}")
    return f"{FOLDER}/{digest[:2]}/{digest}"


class FileCopies:
    """The files that are in the location, for one backup."""

    def __init__(self, vault: Vault, known: dict[str, FileEntry], progress: Progress) -> None:
        self.vault, self.known, self.progress = vault, known, progress
        self.entries: dict[str, FileEntry] = {}
        # Those that were copied and have gone from the storage since.
        self.deleted: dict[str, FileEntry] = {}
        self.written = self.written_bytes = 0
        # With its size: an object that was cut off afterwards is written again.
        self.stored = {each.name.removesuffix(ENDING): each.size for each in vault.location.list(f"{FOLDER}/")}

    def copy_new(self) -> None:
        """Copy, encrypted, the file contents that the backup location lacks; set `entries` to all files stored now.

        Asked for before the dump and once more after it. A file is written before its row, and deleted after it. So
        whatever a row of the dump names was there when the dump was made: it came before the first listing, or after
        it and is in the second. Only what came after the first and went before the second is missed; `make_backup`
        looks for that, and dumps again.
        """
        files, done = list(self._new_files()), 0
        with ThreadPoolExecutor(self.vault.location.threads) as pool:
            for batch in batches(files):
                for entry in pool.map(self._copy, batch):
                    if entry:
                        self.entries[entry.name] = entry
                done += len(batch)
                self.progress.count("files", done, len(files), self.written_bytes)

    def _new_files(self) -> Iterator[StoredFile]:
        there = set()
        for file in stored_files():
            if not is_plain(file.name):
                self.progress.tell(f"Left out, for no portal names a file so: {file.name[:200]!r}")
                continue
            there.add(file.name)
            if not self._is_known(self.entries.get(file.name), file):
                yield file
        for name in self.entries.keys() - there:
            self.deleted[name] = self.entries.pop(name)

    def _is_known(self, entry: FileEntry | None, file: StoredFile) -> bool:
        return entry is not None and (entry.size, entry.modified) == (file.size, file.modified)

    def _copy(self, file: StoredFile) -> FileEntry | None:
        """Return the entry of a file whose content is in the location now; None when it is gone from the storage."""
        before = self.known.get(file.name)
        # Not even read: size and time are those of the newest backup, and its content is still in the location.
        if before and self._is_known(before, file) and self._is_stored(before):
            return before
        try:
            entry = hashed_entry(file)
            if not self._is_stored(entry):
                self._write(entry)
        except FileNotFoundError:
            return None
        return entry

    def _is_stored(self, entry: FileEntry) -> bool:
        # Encryption adds bytes, so a whole object is larger than its content.
        return self.stored.get(object_name(self.vault.key, entry.sha256), -1) > entry.size

    def _write(self, entry: FileEntry) -> None:
        name = object_name(self.vault.key, entry.sha256)
        with default_storage.open(entry.name, "rb") as file:
            written = self.vault.write(name, file)
        if written.sha256 != entry.sha256:
            # It is still being written; the second listing finds it whole, or nobody's row names it yet.
            self.vault.delete(name)
            raise FileNotFoundError(entry.name)
        # One more than the content, so that `_is_stored` (which expects the encrypted size) finds it.
        self.stored[name] = written.size + 1
        self.written += 1
        self.written_bytes += written.size


def hashed_entry(file: StoredFile) -> FileEntry:
    """Read a stored file and return its entry: name, size, time, SHA-256. FileNotFoundError when it is gone."""
    digest, size = hashlib.sha256(), 0
    with default_storage.open(file.name, "rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return FileEntry(file.name, size, file.modified, digest.hexdigest())


def batches(files: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the given items in lists of limited length."""
    # iter() keeps its place, so each islice goes on where the last one ended.
    waiting = iter(files)
    while batch := list(islice(waiting, AT_A_TIME)):
        yield batch
