"""A location with its key: what is written through it is encrypted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from operations.backup.store.keys import BackupKey
from operations.backup.store.locations import Location
from operations.backup.store.streams import ContentHash, Readable, Writable, decrypt, encrypt

ENDING = ".age"
LARGEST_RECORD = 64 * 1024 * 1024


@dataclass(frozen=True)
class Vault:
    """Encrypted objects. Names are without the ending that they bear in the location."""

    location: Location
    key: BackupKey

    def write(self, name: str, source: Readable) -> ContentHash:
        """Encrypt a stream into an object of the backup location; return size and hash of the unencrypted bytes."""
        with self.location.writing(name + ENDING) as target:
            return encrypt(source, target, self.key.recipient)

    def read(self, name: str, target: Writable | None, limit: int) -> ContentHash:
        """Decrypt an object into the target; return its size and hash. BackupDamagedError if missing or damaged.

        Raises BackupDamagedError when it is missing, damaged, of another key or longer than `limit` bytes.
        """
        with self.location.open(name + ENDING) as source:
            return decrypt(source, target, self.key.identity, limit)

    def write_bytes(self, name: str, data: bytes) -> ContentHash:
        """Write bytes, encrypted, as an object of the backup location; return their size and hash."""
        return self.write(name, io.BytesIO(data))

    def read_bytes(self, name: str, limit: int = LARGEST_RECORD) -> bytes:
        """Return the decrypted bytes of an object. BackupDamagedError if missing, damaged or above `limit`."""
        target = io.BytesIO()
        self.read(name, target, limit)
        return target.getvalue()

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names of the encrypted objects below a folder, such as "erasures/"."""
        for stored in self.location.list(prefix):
            if stored.name.endswith(ENDING):
                yield stored.name.removesuffix(ENDING)

    def delete(self, name: str) -> None:
        """Delete the encrypted object of this name from the backup location."""
        self.location.delete(name + ENDING)
