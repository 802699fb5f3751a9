"""A storage that cannot rename, such as a bucket, as the target of a restore: it keeps aside what it overwrites."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile

from django.core.files.base import File
from django.core.files.storage import Storage

from operations.backup.progress import Progress
from operations.backup.restore.targets import STAGING, each_file, read_file
from operations.backup.store.buckets import as_backup_errors
from operations.backup.store.manifest import FileEntry
from operations.backup.store.vault import Vault
from operations.backup.stored_files import files_below, start_of_keys, stored_files

OLD = f"{STAGING}/old"
# Most of the time goes into waiting for the store's answers.
THREADS = 8


class StorageTarget:
    """Any other storage than a folder: it is written to after all is verified.

    Before a file is overwritten it is copied below `.restoring/old`, within the store. The copies are deleted when
    the database has its place too. After a failure they are put back. After a kill they lie there until the next
    restore ends, which neither overwrites them nor takes them for files of the portal.
    """

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.before: set[str] = set()
        self.kept: set[str] = set()
        # Those of which there was none before.
        self.added: set[str] = set()

    def stage(self, vault: Vault, entries: Iterable[FileEntry], progress: Progress) -> None:
        """Read and verify every file of a backup without writing. Raises BackupDamagedError for a wrong one."""
        each_file(vault, entries, progress, "files verified", lambda entry: read_file(vault, entry, None))

    def swap(self, vault: Vault, entries: Iterable[FileEntry], progress: Progress) -> None:
        """Write every file of a backup into the storage, keeping a copy of each replaced; others stay."""
        self.before = {file.name for file in stored_files()}
        self.kept = {file.name.removeprefix(f"{OLD}/") for file in files_below(self.storage, OLD)}
        each_file(vault, entries, progress, "files written", lambda entry: self._replace(vault, entry))

    def _replace(self, vault: Vault, entry: FileEntry) -> None:
        # It had no file of this name: to undo, it is deleted.
        if entry.name not in self.before:
            self.added.add(entry.name)
        elif entry.name not in self.kept:
            self._copy(entry.name, f"{OLD}/{entry.name}")
            self.kept.add(entry.name)
        with TemporaryFile() as content:
            read_file(vault, entry, content)
            content.seek(0)
            # delete before save: Django's save would choose another name where one exists.
            self.storage.delete(entry.name)
            self.storage.save(entry.name, File(content))

    def undo(self) -> None:
        """Put back the files that `swap` overwrote, and delete the files that it added."""
        for_each(self.kept, lambda name: self._copy(f"{OLD}/{name}", name))
        for_each(self.added, self.storage.delete)

    def discard(self) -> None:
        """Delete the copies that `swap` kept of the overwritten files."""
        for_each(self.kept, lambda name: self.storage.delete(f"{OLD}/{name}"))

    def _copy(self, source: str, target: str) -> None:
        bucket = getattr(self.storage, "bucket", None)
        if bucket is None:
            with self.storage.open(source) as content:
                self.storage.delete(target)
                # Without a bucket's own copy the bytes go through this process.
                self.storage.save(target, content)
            return
        start = start_of_keys(self.storage)
        with as_backup_errors("The store of files"):
            # The store copies by itself: nothing is downloaded.
            bucket.copy({"Bucket": bucket.name, "Key": start + source}, start + target)


def for_each(names: Iterable[str], do: Callable[[str], None]) -> None:
    """Call a function with each name, in parallel threads. Raises the first error."""
    with ThreadPoolExecutor(THREADS) as pool:
        for _result in pool.map(do, sorted(names)):
            pass
