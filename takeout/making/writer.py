"""Write an archive part by part, and remember the SHA-256 of each."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder

from takeout.archive_format import MANIFEST

# 256 KiB.
CHUNK = 256 * 1024


class ArchiveWriter:
    """A writer of a takeout archive, which keeps no more than one part in memory, and of a file only a piece."""

    def __init__(self, target: IO[bytes], seconds: float | None = None) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._ends_at = time.monotonic() + seconds if seconds else None
        self.parts: dict[str, dict[str, Any]] = {}

    def add_text(self, name: str, text: str) -> None:
        """Add a part of text to the archive. Raises TimeoutError after the writer's time."""
        self._refuse_late()
        content = text.encode()
        self._zip.writestr(name, content)
        self.parts[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}

    def add_file(self, name: str, source: IO[bytes]) -> None:
        """Copy a file into the archive unless it has this name already. Raises TimeoutError after the writer's time.

        Raises TimeoutError after the writer's time.
        """
        self._refuse_late()
        if name in self.parts:
            return
        digest, size = hashlib.sha256(), 0
        # Stored as it is: pictures and documents are compressed already.
        info = zipfile.ZipInfo(name)
        # Without zip64: a file is never larger than an upload may be, far below 2 GiB.
        with self._zip.open(info, "w", force_zip64=False) as part:
            for chunk in chunks_of(source):
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        self.parts[name] = {"sha256": digest.hexdigest(), "size": size}

    def _refuse_late(self) -> None:
        # Before each part: within one part a file's size bounds the time.
        if self._ends_at and time.monotonic() > self._ends_at:
            raise TimeoutError("The archive was not made in time.")

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest with the hashes of all parts; without it nobody takes the archive for a whole one."""
        self._zip.writestr(MANIFEST, as_json(manifest | {"parts": self.parts}))

    def close(self) -> None:
        """Close the ZIP file of the archive; writes no manifest."""
        self._zip.close()


class WholeTimes(DjangoJSONEncoder):
    """An encoder that keeps the microseconds of times, which Django's cuts off."""

    def default(self, o: Any) -> Any:
        """Return a time in ISO 8601, and other values as Django's encoder does."""
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


def as_json(data: Any) -> str:
    """Return data as JSON text, dates in ISO 8601, letters as they are."""
    return json.dumps(data, ensure_ascii=False, indent=1, cls=WholeTimes)


def chunks_of(source: IO[bytes]) -> Iterator[bytes]:
    """Yield a file's bytes in pieces, from its beginning."""
    source.seek(0)
    while chunk := source.read(CHUNK):
        yield chunk


def sha256_of(source: IO[bytes]) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in chunks_of(source):
        digest.update(chunk)
    return digest.hexdigest()
