"""Streams that count, hash and limit what passes, and the encryption between them."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Any, Protocol

import pyrage

from operations.backup.errors import BackupDamagedError


class Readable(Protocol):
    """The interface of a stream that can be read."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the stream, at most `size`; all of them without it."""


class Writable(Protocol):
    """The interface of a stream that can be written."""

    def write(self, data: Any, /) -> int:
        """Write bytes to the stream, and return their number."""


@dataclass(frozen=True)
class ContentHash:
    """The size and SHA-256 of some bytes."""

    size: int
    sha256: str


class HashingReader:
    """A reader that passes on what it reads, and keeps its size and hash."""

    def __init__(self, source: Readable) -> None:
        self.source, self.size, self.hash = source, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the source stream, and add them to the size and the hash."""
        data = self.source.read(size)
        self.size += len(data)
        self.hash.update(data)
        return data

    def digest(self) -> ContentHash:
        """Return the size and SHA-256 of everything that was read."""
        return ContentHash(self.size, self.hash.hexdigest())


class HashingWriter:
    """A writer that passes bytes on to `target`, if there is one, and refuses more than `limit` bytes."""

    def __init__(self, target: Writable | None, limit: int) -> None:
        self.target, self.limit, self.size, self.hash = target, limit, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Count and hash bytes and write them to the target. BackupDamagedError above the size limit."""
        self.size += len(data)
        if self.size > self.limit:
            raise BackupDamagedError("The backup has more bytes than its record says.")
        self.hash.update(data)
        if self.target:
            self.target.write(data)
        return len(data)

    def digest(self) -> ContentHash:
        """Return the size and SHA-256 of everything that was written."""
        return ContentHash(self.size, self.hash.hexdigest())


class CompressingReader:
    """A reader that gives its source compressed by gzip, and counts the bytes of the source."""

    def __init__(self, source: Readable) -> None:
        self.source, self.size, self.waiting, self.is_over = source, 0, b"", False
        # 31: 15 bits of window and 16 for the gzip header.
        self.packer = zlib.compressobj(6, zlib.DEFLATED, 31)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the source stream, compressed; at most `size`, all without it."""
        parts, length = [self.waiting], len(self.waiting)
        while not self.is_over and (size < 0 or length < size):
            data = self.source.read(1 << 20)
            self.size += len(data)
            self.is_over = not data
            parts.append(self.packer.compress(data) if data else self.packer.flush())
            length += len(parts[-1])
        whole = b"".join(parts)
        # What is too much waits for the next read.
        self.waiting = b"" if size < 0 else whole[size:]
        return whole if size < 0 else whole[:size]


class UnpackingWriter:
    """A writer that decompresses gzip and passes the bytes on to its target; refuses more than `limit` bytes."""

    def __init__(self, target: Writable, limit: int) -> None:
        self.target, self.limit, self.size = target, limit, 0
        # As in CompressingReader: gzip.
        self.unpacker = zlib.decompressobj(31)

    def write(self, data: bytes) -> int:
        """Decompress bytes into the target. Raises BackupDamagedError if they are broken or above the limit."""
        rest = data
        while rest:
            try:
                # At most 1 MiB a step: a small file can unpack to gigabytes, and the limit is looked at after each
                # step.
                unpacked = self.unpacker.decompress(rest, 1 << 20)
            except zlib.error as error:
                raise BackupDamagedError("A part of the backup cannot be unpacked.") from error
            self.size += len(unpacked)
            if self.size > self.limit:
                raise BackupDamagedError("The backup has more bytes than its record says.")
            self.target.write(unpacked)
            # What the step did not take.
            rest = self.unpacker.unconsumed_tail
        return len(data)


def encrypt(source: Readable, target: Writable, recipient: Any) -> ContentHash:
    """Encrypt a stream for a public key into the target; return size and hash of the unencrypted bytes."""
    reader = HashingReader(source)
    pyrage.encrypt_io(reader, target, [recipient])
    return reader.digest()


def decrypt(source: Readable, target: Writable | None, identity: Any, limit: int) -> ContentHash:
    """Decrypt a stream into the target (None: verify only); return size and hash. BackupDamagedError if wrong.

    More than `limit` bytes are wrong too.

    The end of a stream is authenticated too. Raises BackupDamagedError for what was not encrypted so with this key.
    """
    writer = HashingWriter(target, limit)
    try:
        pyrage.decrypt_io(source, writer, [identity])
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            # The disk's or the network's, not the encryption's.
            raise
        raise BackupDamagedError("It is damaged or incomplete, or belongs to another portal.") from error
    return writer.digest()
