"""Storage of static files that compresses equal content once, for web servers that send the files as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Source maps are half of all that could be compressed, and only developers' tools ask for them.
NEVER_COMPRESSED = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")


class ContentCompressor(Compressor):
    """Compresses each content once: most files have two names, one with the hash of their content and one without."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.compressed: dict[tuple[str, bytes], bytes] = {}

    def compress_brotli(self, data: bytes) -> bytes:
        """Return the data compressed by Brotli, from an earlier call with the same data where there was one."""
        return self.once("brotli", data, super().compress_brotli)

    def compress_gzip(self, data: bytes) -> bytes:
        """Return the data compressed by gzip, from an earlier call with the same data where there was one."""
        return self.once("gzip", data, super().compress_gzip)

    def once(self, encoding: str, data: bytes, compress: Callable[[bytes], bytes]) -> bytes:
        """Return the data compressed by `compress`, kept in memory by encoding and content.

        Two threads that ask at the same moment both compress: that costs time and harms nothing.
        """
        key = encoding, hashlib.sha256(data).digest()
        if key not in self.compressed:
            self.compressed[key] = compress(data)
        return self.compressed[key]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Stores static files under names with a hash of their content, and compressed copies beside them."""

    # A script that imports another one gets its name with the hash.
    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        """Return WhiteNoise's compressor of static files, which compresses equal content only once."""
        return ContentCompressor(**options | {"extensions": NEVER_COMPRESSED})
