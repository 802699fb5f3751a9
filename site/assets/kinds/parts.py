"""Limits on the number of parts of a file, counted in its bytes before a parser reads them.

A parser spends time and memory on each part, however small: a segment, a chunk, a scan, a member. The number that a
record in the file gives proves nothing.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO

# Chunks of a PNG, members of an archive.
MOST_PARTS = 10_000
# Segments of a JPEG before its pixels, and passes over them; cameras write some twenty and ten.
MOST_SEGMENTS = 1_000
MOST_SCANS = 100
# The most bytes of extra data that all members of an archive may have. Python reads them in quadratic time.
MOST_EXTRA = 256 * 1024
# The most bytes between two segments that readers skip.
MOST_BETWEEN = 1_024

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
START_OF_SCAN = b"\xff\xda"
# Frames in which each pixel is written once.
SEQUENTIAL_FRAMES = (0xC0, 0xC1)
FRAMES = (*SEQUENTIAL_FRAMES, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)
# The first bytes of each member's entry in the directory of an archive.
MEMBER = b"PK\x01\x02"
MEMBER_LENGTH, EXTRA_AT = 46, 30


def has_too_many_parts(content: bytes) -> bool:
    """Return whether a JPEG or PNG has more internal parts than normal; False for any other file."""
    if content.startswith(PNG):
        return _has_too_many_chunks(content)
    if content.startswith(JPEG):
        return content.count(START_OF_SCAN) > MOST_SCANS or not _reaches_scan(content)
    return False


def _has_too_many_chunks(content: bytes) -> bool:
    place = len(PNG)
    for _chunk in range(MOST_PARTS):
        if place >= len(content):
            return False
        # 12: length, name and checksum of a chunk.
        place += int.from_bytes(content[place : place + 4]) + 12
    return True


def _reaches_scan(content: bytes) -> bool:
    """Return whether a JPEG's pixels begin, or its bytes end, within so many segments."""
    return sum(1 for _segment in _segments(content)) < MOST_SEGMENTS


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the marker and the place of each segment of a JPEG up to its first scan."""
    place = 2
    for _segment in range(MOST_SEGMENTS):
        place = content.find(b"\xff", place, place + MOST_BETWEEN)
        # A length that leads beyond the file: the decoder will refuse it.
        if place < 0 or place + 4 > len(content):
            return
        marker = content[place + 1]
        yield marker, place
        if marker == START_OF_SCAN[1]:
            return
        # Fill bytes and markers without a length.
        bare = marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD9
        place += 1 if bare else 2 + int.from_bytes(content[place + 2 : place + 4])


def is_sequential_jpeg(content: bytes) -> bool:
    """Return whether bytes are a JPEG that stores its pixels in one pass (not progressive).

    For all others a decoder keeps the whole picture until the last pass, as sixteen bits for each sample.
    """
    components, end = 0, 2
    for marker, place in _segments(content) if content.startswith(JPEG) else ():
        # Bytes between two segments: the decoder may read another structure than this function.
        if place != end:
            return False
        if marker == START_OF_SCAN[1]:
            # A baseline JPEG has all components in its one scan; with several scans it is decoded in passes.
            return 0 < components == content[place + 4]
        if marker in FRAMES:
            if components or marker not in SEQUENTIAL_FRAMES or place + 10 > len(content):
                return False
            components = content[place + 9]
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
    return False


class TooManyPartsError(zipfile.BadZipFile):
    """The error of an archive with too many members, or with too many bytes beside their names."""


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """Open a zip file and return it. Raises TooManyPartsError for too many members, BadZipFile for no zip file.

    Raises zipfile.BadZipFile, of which TooManyPartsError is a subclass.
    """
    file.seek(0)
    # Whole in memory: uploads have a limit, and counting must see every byte.
    content = file.read()
    file.seek(0)
    if content.count(MEMBER) > MOST_PARTS or _extra_of_members(content) > MOST_EXTRA:
        raise TooManyPartsError("It has too many parts.")
    return zipfile.ZipFile(file)


def _extra_of_members(content: bytes) -> int:
    total = 0
    place = content.find(MEMBER)
    # The directory may lie about itself, so all entries that look like one are counted.
    while place >= 0 and place + MEMBER_LENGTH <= len(content):
        total += struct.unpack_from("<H", content, place + EXTRA_AT)[0]
        place = content.find(MEMBER, place + len(MEMBER))
    return total
