"""The files of an old site, in a folder or ZIP archive beside its export, or at its addresses."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from common.outgoing_http import FetchError, Limits, fetch
from moving.reading.entries import UnreadableFileError

LARGEST = 20_000_000
MOST_FILES = 50_000
# Sizes in the names of reduced copies, such as -300x200.
REDUCED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{1,5}\Z)")
UPLOADS = ("/wp-content/uploads/", "/files/", "/uploads/")

FETCH_LIMITS = Limits(seconds=20.0, silence=8.0, redirects=4, wire_bytes=LARGEST, body_bytes=LARGEST)
MOST_FETCHED = 5_000
MOST_FETCHED_BYTES = 2_000_000_000
LONGEST_FETCHING = 3600.0
OK = 200


def path_of(address: str) -> str:
    """Return the path of an address without query and without the size of a reduced copy; "" for a broken one."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    return REDUCED.sub("", path)


class SiteFiles:
    """The files in a folder or ZIP archive, found by the end of their old address; without one there are none."""

    def __init__(self, source: Path | None) -> None:
        self._archive: zipfile.ZipFile | None = None
        self._names: dict[str, Path | zipfile.ZipInfo] = {}
        # Of files with one name in several folders none is found by the name alone.
        self._by_name: dict[str, str | None] = {}
        if source is not None:
            self._open(source)

    def read(self, address: str) -> bytes | None:
        """Return the bytes of the file that had this address on the old site; None if missing or too large."""
        found = self._find(address)
        if isinstance(found, zipfile.ZipInfo) and self._archive:
            with self._archive.open(found) as member:
                content = member.read(LARGEST + 1)
            return content if len(content) <= LARGEST else None
        if isinstance(found, Path) and found.stat().st_size <= LARGEST:
            return found.read_bytes()
        return None

    def _open(self, source: Path) -> None:
        try:
            if source.is_dir():
                root = source.resolve()
                # No link leads out of the folder.
                inside = (each for each in source.rglob("*") if each.is_file() and each.resolve().is_relative_to(root))
                self._note({each.relative_to(source).as_posix(): each for each in inside})
            else:
                self._archive = zipfile.ZipFile(source)
                self._note({each.filename: each for each in self._archive.infolist() if not each.is_dir()})
        except (OSError, zipfile.BadZipFile) as error:
            raise UnreadableFileError(f"The files cannot be read: {error}.") from error

    def _note(self, names: dict[str, Path] | dict[str, zipfile.ZipInfo]) -> None:
        if len(names) > MOST_FILES:
            raise UnreadableFileError(f"There are more than {MOST_FILES} files.")
        self._names = dict(names)
        for name in names:
            last = PurePosixPath(name).name
            self._by_name[last] = None if last in self._by_name else name

    def _find(self, address: str) -> Path | zipfile.ZipInfo | None:
        path = path_of(address).lstrip("/")
        ends = [path, *(f"/{path}".split(part, 1)[1] for part in UPLOADS if part in f"/{path}")]
        for end in ends:
            if end in self._names:
                return self._names[end]
        name = self._by_name.get(PurePosixPath(path).name)
        return self._names[name] if name else None


@dataclass
class Fetching:
    """The fetching of pictures from the old site itself, with limits on their number, their bytes and the time."""

    is_wanted: bool = False
    fetched: int = 0
    received: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + LONGEST_FETCHING)

    def read(self, address: str) -> bytes | None:
        """Return the bytes at an address, or None: where fetching is not wanted, at a limit, or when it fails."""
        is_over = self.fetched >= MOST_FETCHED or self.received >= MOST_FETCHED_BYTES or time.monotonic() > self.until
        if not self.is_wanted or is_over:
            return None
        self.fetched += 1
        try:
            response = fetch(address, limits=FETCH_LIMITS)
        except (FetchError, OSError, ValueError):
            return None
        self.received += len(response.body)
        return response.body if response.status == OK else None
