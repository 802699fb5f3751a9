"""A place that keeps named objects: a folder. An object is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from operations.backup.errors import BackupDamagedError, BackupError

UNFINISHED = ".part"


@dataclass(frozen=True)
class StoredObject:
    """An object of a location: its name, its size there, and when it was written."""

    name: str
    size: int
    modified: datetime


class Location(Protocol):
    """A place for backups. Names have slashes between their parts."""

    name: str
    # How many objects are read or written at one time.
    threads: int

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Yield the stored objects whose names begin with the prefix (a folder with its slash, or nothing)."""

    def open(self, name: str) -> BinaryIO:
        """Return a stored object's bytes to read. Raises BackupDamagedError when it does not exist."""

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Yield a file to write; it becomes (or replaces) the object when the block ends without an error."""

    def create(self, name: str, data: bytes) -> bool:
        """Write a small object if its name is free; return False when it exists. Of two at once one gets True."""

    def delete(self, name: str) -> None:
        """Delete a stored object, if it exists."""

    def delete_unfinished(self, before: datetime) -> None:
        """Delete objects half written by a killed process that began before that time."""


class FolderLocation:
    """A folder of this machine, or one that is mounted there."""

    threads = 2

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, str(folder)

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Yield the files in this folder of the location as objects, without unfinished ones."""
        for folder, _folders, files in os.walk(self.folder / prefix):
            for file in files:
                path = Path(folder, file)
                if not file.endswith(UNFINISHED):
                    try:
                        stat = path.lstat()
                    except FileNotFoundError:
                        # It was deleted or renamed between the listing and here.
                        continue
                    modified = datetime.fromtimestamp(stat.st_mtime, UTC)
                    yield StoredObject(path.relative_to(self.folder).as_posix(), stat.st_size, modified)

    def open(self, name: str) -> BinaryIO:
        """Return a backup file opened to read. Raises BackupDamagedError when missing, unreadable or a link."""
        try:
            # A link could lead to any file of the machine.
            return os.fdopen(os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except FileNotFoundError as error:
            raise BackupDamagedError(f"{name} is missing in {self.name}.") from error
        except OSError as error:
            raise BackupDamagedError(f"{name} in {self.name} cannot be read ({error.strerror}).") from error

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Yield a file to write that becomes the object if the block succeeds. BackupError if unwritable."""
        path = self._folder_of(name)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            # 0600: encrypted, but nobody else's concern.
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
                file.flush()
                # On the disk before it has its name: a name without content must not survive a power cut.
                os.fsync(file.fileno())
            # Renaming replaces at once, so a reader finds the old object or the new one.
            unfinished.rename(path)
        except FileNotFoundError:
            # What is missing is what the caller reads.
            raise
        except OSError as error:
            raise BackupError(f"{self.name} cannot be written to: {error.strerror or error}.") from error
        finally:
            unfinished.unlink(missing_ok=True)

    def create(self, name: str, data: bytes) -> bool:
        """Write a file unless one of this name exists; return whether it was written."""
        path = self._folder_of(name)
        beside = f"{name}.{secrets.token_hex(4)}"
        with self.writing(beside) as file:
            file.write(data)
        try:
            # Written beside and then linked: nobody reads a half one, and a second link fails.
            os.link(self.folder / beside, path)
        except FileExistsError:
            return False
        except OSError:
            # A file system without links, as of a memory stick.
            return self._create_in_place(path, data)
        finally:
            self.delete(beside)
        return True

    def _create_in_place(self, path: Path, data: bytes) -> bool:
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Delete the file of an object, if it exists, and its folder when that is then empty."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        # Folders that nothing lies in any more.
        # OSError: the folder is not empty, or another process has just written there.
        with suppress(OSError):
            path.parent.rmdir()

    def delete_unfinished(self, before: datetime) -> None:
        """Delete the unfinished files last changed before that time, left by a killed process."""
        for path in self.folder.rglob(f"*{UNFINISHED}"):
            if path.lstat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def _folder_of(self, name: str) -> Path:
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise BackupError(f"{self.name} cannot be written to: {error.strerror or error}.") from error
        return path
