"""The interface of what gets the files of a restored backup, and the one that is a folder of this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.file_copies import batches, object_name
from operations.backup.progress import Progress
from operations.backup.store.manifest import FileEntry
from operations.backup.store.streams import Writable
from operations.backup.store.vault import Vault

STAGING = ".restoring"


class FileTarget(Protocol):
    """A storage that gets the files of a backup."""

    def stage(self, vault: Vault, entries: Iterable[FileEntry], progress: Progress) -> None:
        """Verify every file of a backup; nothing visible changes. Raises BackupDamagedError for a wrong one."""

    def swap(self, vault: Vault, entries: Iterable[FileEntry], progress: Progress) -> None:
        """Replace the portal's files by the verified files of the backup."""

    def undo(self) -> None:
        """Give the portal back the files that it had before `swap`."""

    def discard(self) -> None:
        """Delete the temporary copies of files that the restore needed."""


def read_file(vault: Vault, entry: FileEntry, target: Writable | None) -> None:
    """Decrypt a file's content into the target (None: only verify it). BackupDamagedError if it is wrong."""
    try:
        found = vault.read(object_name(vault.key, entry.sha256), target, entry.size)
    except BackupDamagedError as error:
        raise BackupDamagedError(f"The content of the file {entry.name}: {error}") from error
    # The hash of the name only tells which content it should be; somebody who may write into the location could swap
    # two.
    if (found.size, found.sha256) != (entry.size, entry.sha256):
        raise BackupDamagedError(f"The content of the file {entry.name} belongs to another file.")


def each_file(
    vault: Vault, entries: Iterable[FileEntry], progress: Progress, what: str, do: Callable[[FileEntry], None]
) -> None:
    """Call a function with every file entry, in parallel threads, and tell the progress."""
    listed, done, size = list(entries), 0, 0
    with ThreadPoolExecutor(vault.location.threads) as pool:
        for batch in batches(listed):
            # The loop raises the first error of a thread; pool.map alone would hide it.
            for _result in pool.map(do, batch):
                pass
            done += len(batch)
            size += sum(entry.size for entry in batch)
            progress.count(what, done, len(listed), size)


class FolderTarget:
    """A folder. Its files are laid into one of their own below it: it may be a volume, which cannot be renamed."""

    def __init__(self, root: Path) -> None:
        self.root, self.staging = root, root / STAGING
        self.new, self.old = self.staging / "new", self.staging / "old"
        # What was moved from where to where, to be moved back.
        self.moved: list[tuple[Path, Path]] = []

    def stage(self, vault: Vault, entries: Iterable[FileEntry], progress: Progress) -> None:
        """Write a backup's files, verified, into a folder beside the portal's. BackupError if damaged or unwritable."""
        # What a restore left that was killed.
        shutil.rmtree(self.staging, ignore_errors=True)
        try:
            self.new.mkdir(parents=True)
            self.old.mkdir()
            each_file(vault, entries, progress, "files verified", lambda entry: self._lay(vault, entry))
        except OSError as error:
            raise BackupError(f"The files cannot be written to {self.root}: {error.strerror or error}.") from error

    def _lay(self, vault: Vault, entry: FileEntry) -> None:
        path = self.new / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        # As Django writes them: the web server is another user.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
            read_file(vault, entry, file)
        # The time of the file is that of the backup, so that the next backup finds it unchanged and does not read it
        # again.
        if entry.modified.isdigit():
            os.utime(path, ns=(int(entry.modified), int(entry.modified)))

    def swap(self, vault: Vault, entries: Iterable[FileEntry], progress: Progress) -> None:
        """Move the portal's files aside, and the restored files into their place."""
        # Few names lie at the top: whoever looks in between finds nothing for a moment, never half a file.
        self._move_all(self.root, self.old)
        self._move_all(self.new, self.root)

    def undo(self) -> None:
        """Move back all files and folders that `swap` moved."""
        # The last move first: a folder's new content must go before its old content comes back.
        while self.moved:
            before, now = self.moved.pop()
            now.rename(before)

    def _move_all(self, source: Path, target: Path) -> None:
        for path in sorted(source.iterdir()):
            # The folder that holds both sides.
            if path.name != STAGING:
                path.rename(target / path.name)
                self.moved.append((path, target / path.name))

    def discard(self) -> None:
        """Delete the temporary folder beside the portal's files, with the old files in it."""
        shutil.rmtree(self.staging, ignore_errors=True)
