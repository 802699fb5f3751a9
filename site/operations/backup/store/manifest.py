"""The list of the files of a backup, one JSON object a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from operations.backup.errors import BackupDamagedError

# In characters.
LONGEST_NAME = 1000
HASH_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file: its name in the portal's storage, and what its bytes are. A stored file never changes them."""

    name: str
    size: int
    # As the storage tells it, to know without reading that it is the same file.
    modified: str
    sha256: str


def write_entries(entries: Mapping[str, FileEntry], target: BinaryIO) -> None:
    """Write the list of a backup's files to a stream: JSON lines, sorted by name, compressed with gzip."""
    # Without the time of writing, so that the same list has the same hash.
    with gzip.GzipFile(fileobj=target, mode="wb", mtime=0) as packed:
        for name in sorted(entries):
            packed.write(json.dumps(asdict(entries[name]), ensure_ascii=False).encode() + b"\n")


def read_entries(source: BinaryIO) -> dict[str, FileEntry]:
    """Return a backup's file entries by name from its compressed list. BackupDamagedError for an invalid list."""
    entries: dict[str, FileEntry] = {}
    try:
        with gzip.GzipFile(fileobj=source) as packed:
            for entry in map(read_line, lines_of_list(packed)):
                if entry.name in entries:
                    # Restoring would write one file over the other.
                    raise BackupDamagedError("The list of files names a file twice.")
                entries[entry.name] = entry
    except (OSError, EOFError) as error:
        raise BackupDamagedError("The list of files cannot be unpacked.") from error
    return entries


def lines_of_list(packed: Any) -> Iterable[bytes]:
    """Return the lines of an unpacked file list, each cut at a length that no valid line has."""
    # A line has a name and three short values; a longer one is no line of ours.
    # In bytes: a letter has at most four, and the other values need the rest.
    longest = 8 * LONGEST_NAME
    reading: Iterator[bytes] = iter(lambda: packed.readline(longest), b"")
    return reading


def read_line(line: bytes) -> FileEntry:
    """Return the file entry in a line of JSON. Raises BackupDamagedError for an invalid line or name."""
    try:
        told = json.loads(line)
        entry = FileEntry(str(told["name"]), int(told["size"]), str(told["modified"]), str(told["sha256"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BackupDamagedError("The list of files has a line that cannot be read.") from error
    refuse_outside(entry.name)
    if entry.size < 0 or len(entry.sha256) != 64 or not HASH_DIGITS.issuperset(entry.sha256):
        raise BackupDamagedError("The list of files has a line that cannot be read.")
    return entry


def refuse_outside(name: str) -> None:
    """Raise BackupDamagedError for a file name that could lie outside the folder of files, or is hidden."""
    if not is_plain(name):
        raise BackupDamagedError(f"The list of files names {name[:80]!r}, which is no file of a portal.")


def is_plain(name: str) -> bool:
    """Return whether a name is safe for a stored file: relative, not hidden, without ".." and not too long."""
    parts = name.split("/")
    return (
        len(name) <= LONGEST_NAME
        and not any(part in ("", ".", "..") for part in parts)
        # Hidden folders are the restore's own (.restoring).
        and not parts[0].startswith(".")
        # No line breaks and no invisible characters, which would be lost in lists and messages.
        and name.isprintable()
        # Backslashes would be folders on Windows.
        and "\\" not in name
    )
