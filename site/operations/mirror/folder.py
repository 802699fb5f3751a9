"""The folder of a mirror: files that are there whole or not at all, their manifest, and its two locks."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from operations.mirror.addresses import file_of
from operations.mirror.manifest import Manifest

# What is no page of the mirror: no web server gives out a name with a point before it.
OWN = ".mirror"
READABLE = 0o644


class MirrorFolder:
    """A folder with a mirror. Raises OSError where nothing can be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.own = path / OWN
        self.own.mkdir(parents=True, exist_ok=True)
        self.manifest = Manifest(self.own / "manifest.sqlite3")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other processes from writing and deleting files; held for milliseconds."""
        with (self.own / "writing.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    @contextmanager
    def making(self) -> Iterator[bool]:
        """Within the block be the only process that makes pages; yield False where another one is at it."""
        with (self.own / "making.lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def place_of(self, address: str) -> Path:
        """Return the path of an address's file. Raises ValueError for an address that no file can have."""
        name = file_of(address)
        if name is None:
            raise ValueError(f"{address} has no file in a mirror.")
        return self.path / name

    def write(self, address: str, content: bytes) -> None:
        """Put a file in its place in one step: whoever reads gets the old one or the new one."""
        place = self.place_of(address)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.own)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(READABLE)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def has(self, address: str) -> bool:
        """Return whether the file of an address is there."""
        return self.place_of(address).is_file()

    def delete(self, addresses: Iterable[str]) -> None:
        """Delete the files of these addresses with their rows of the manifest, and the folders that are empty then."""
        addresses = list(addresses)
        for address in addresses:
            place = self.place_of(address)
            place.unlink(missing_ok=True)
            # Only empty folders can be removed; the mirror's own stays because of its manifest.
            with suppress(OSError):
                place.parent.rmdir()
        self.manifest.remove(addresses)
