"""Tell whether a picture's bytes hold pixels and nothing else, as the portal stores them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.kinds.parts import JPEG, MOST_PARTS, PNG

# Segments of a JPEG that say how to read its pixels: tables, frames, scans, the header JFIF and Adobe's colours.
JPEG_ENDS = 0xD9
JPEG_SCAN = 0xDA
# Quantization and Huffman tables, restart interval, scan, and the frames that Pillow writes.
JPEG_PARTS = {0xDB, 0xC4, 0xDD, JPEG_SCAN, 0xC0, 0xC1, 0xC2}
HEADERS = {0xE0: (b"JFIF\0", 16), 0xEE: (b"Adobe", 14)}
# The end of a scan's pixels: a marker that is neither a zero nor a restart.
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)
PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def is_bare(content: bytes) -> bool:
    """Return whether bytes are a JPEG, PNG or WebP file without metadata, further pictures or bytes after its end."""
    if content.startswith(JPEG):
        return _is_bare_jpeg(content)
    if content.startswith(PNG):
        parts = list(_png_parts(content))
        return bool(parts) and parts[-1] == b"IEND" and set(parts) <= PNG_PARTS
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        parts = list(_webp_parts(content))
        return bool(parts) and set(parts) <= WEBP_PARTS and int.from_bytes(content[4:8], "little") + 8 == len(content)
    return False


def _is_bare_jpeg(content: bytes) -> bool:
    # After the two bytes of the file's beginning.
    place = 2
    for _segment in range(MOST_PARTS):
        if content[place : place + 1] != b"\xff" or place + 2 > len(content):
            return False
        marker = content[place + 1]
        if marker == JPEG_ENDS:
            # Nothing may follow the end: bytes behind it are how files are hidden in pictures.
            return place + 2 == len(content)
        length = int.from_bytes(content[place + 2 : place + 4])
        if marker in HEADERS:
            name, size = HEADERS[marker]
            if length != size or not content.startswith(name, place + 4):
                return False
        elif marker not in JPEG_PARTS:
            return False
        place += 2 + length
        if marker == JPEG_SCAN:
            end = AFTER_SCAN.search(content, place)
            if end is None:
                return False
            place = end.start()
    return False


def _png_parts(content: bytes) -> Iterator[bytes]:
    """Yield the names of a PNG's chunks; an empty name where its last chunk does not end with the file."""
    place = len(PNG)
    for _chunk in range(MOST_PARTS):
        if place == len(content):
            return
        yield content[place + 4 : place + 8]
        # Four bytes of length, four of name, four of checksum.
        place += int.from_bytes(content[place : place + 4]) + 12
        if place > len(content):
            break
    yield b""


def _webp_parts(content: bytes) -> Iterator[bytes]:
    """Yield the names of a WebP file's chunks; an empty name where its last chunk does not end with the file."""
    place = 12
    for _chunk in range(MOST_PARTS):
        if place == len(content):
            return
        yield content[place : place + 4]
        length = int.from_bytes(content[place + 4 : place + 8], "little")
        # Chunks of WebP are filled up to an even length.
        place += 8 + length + length % 2
        if place > len(content):
            break
    yield b""
