"""Open an archive and check all of it before anything is created from it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from takeout.archive_format import (
    FORMAT,
    INDEX,
    MANIFEST,
    MOST_PARTS,
    PAGE_HTML,
    VERSION,
    largest_archive,
    largest_part,
)
from takeout.restoring.errors import ArchiveError
from takeout.restoring.strict_json import load

# Bytes that are read at a time to hash a part.
CHUNK = 256 * 1024
# The end of a ZIP archive without a comment, and the two records before it in one of more than 4 GB.
END, END_LENGTH = b"PK\x05\x06", 22
LOCATOR, LOCATOR_LENGTH = b"PK\x06\x07", 20
END_64, END_64_LENGTH = b"PK\x06\x06", 56
# MOST_PARTS need about 7 MB in it: 46 bytes of header and a name of about 75 for each.
LARGEST_DIRECTORY = 16 * 1024 * 1024
# The lowest bit of a part's flags (APPNOTE.TXT of PKWARE, 4.4.4).
ENCRYPTED = 1
# Elements that act or load by themselves. The pages that a takeout writes have none: a browser opens them as files.
ACTIVE = re.compile(rb"<(?:script|iframe|object|embed|form|base|link|svg|math)\b", re.IGNORECASE)
# What reading a damaged archive raises.
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class CheckedArchive:
    """An archive whose names, sizes and hashes were checked."""

    def __init__(self, opened: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        self._zip = opened
        self.manifest = manifest
        self.names = {info.filename for info in opened.infolist()}

    def read(self, name: str) -> bytes:
        """Return the bytes of a part of the archive. Raises ArchiveError when it has none of this name."""
        if name not in self.names:
            raise ArchiveError(f"{name} is missing.")
        with damage_refused():
            # It is read again after the check: the disk may fail only now.
            return _read(self._zip, name)

    def data(self, name: str) -> dict[str, Any]:
        """Return the JSON object in a part of the archive. Raises ArchiveError for anything else."""
        return load(self.read(name), name)


@contextmanager
def open_archive(path: Path) -> Iterator[CheckedArchive]:
    """Open an archive whose every part is as its manifest says. Raises ArchiveError for any other file."""
    with ExitStack() as opened:
        with damage_refused():
            file = opened.enter_context(path.open("rb"))
            # Before ZipFile, which reads the whole list of parts as soon as it opens a file.
            _refuse_large_directory(file)
            archive = opened.enter_context(zipfile.ZipFile(file))
            # The true size of the opened file, not of the path: another file could stand there by now.
            _refuse_parts(archive, os.fstat(file.fileno()).st_size)
            checked = CheckedArchive(archive, _checked_manifest(archive))
        yield checked


@contextmanager
def damage_refused() -> Iterator[None]:
    """Turn what reading a damaged archive raises into ArchiveError."""
    try:
        yield
    except DAMAGE as error:
        raise ArchiveError(f"It is no whole ZIP archive: {error}") from error


def _refuse_large_directory(file: IO[bytes]) -> None:
    """Raise ArchiveError for an archive whose list of parts is too long: all of it would be read into memory."""
    size = file.seek(0, os.SEEK_END)
    if size > largest_archive():
        raise ArchiveError("It is larger than an archive may be.")
    # From the end, for that is where ZIP has its list. A shorter file is read from its beginning.
    file.seek(max(0, size - END_LENGTH - LOCATOR_LENGTH - END_64_LENGTH))
    tail = file.read()
    file.seek(0)
    end = tail[-END_LENGTH:]
    # An archive with a comment is refused too: its end stands further before, and no takeout has one.
    if not end.startswith(END):
        raise ArchiveError("It is no ZIP archive, or its end is cut off.")
    # Two bytes with the number of parts, four with the length of their list.
    count, length = struct.unpack("<HL", end[10:16])
    # The same two numbers of eight bytes each, where the archive has the records of ZIP64.
    if tail[-END_LENGTH - LOCATOR_LENGTH :].startswith(LOCATOR):
        if not tail.startswith(END_64):
            raise ArchiveError("Its end is damaged.")
        count, length = struct.unpack("<QQ", tail[32:48])
    if count > MOST_PARTS or length > LARGEST_DIRECTORY:
        raise ArchiveError("It has too many parts.")


def _refuse_parts(opened: zipfile.ZipFile, size: int) -> None:
    """Raise ArchiveError for parts with wrong names, doubled names, too many bytes, or of an unusual kind."""
    infos = opened.infolist()
    # Programs differ in which of two parts with one name they read.
    if len({info.filename for info in infos}) < len(infos):
        raise ArchiveError("A name stands twice.")
    for info in infos:
        # The upper half has the Unix mode; archives of other systems have none.
        mode = info.external_attr >> 16
        # zipfile changes a name with a NUL or with the separator of the system; links and devices have another mode.
        is_plain = info.orig_filename == info.filename and (not stat.S_IFMT(mode) or stat.S_ISREG(mode))
        is_packed_as_known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        # A length of 0 means that the name is none of the format (largest_part).
        if not is_plain or not is_packed_as_known or info.flag_bits & ENCRYPTED or not largest_part(info.filename):
            raise ArchiveError(f"It has a part that no archive has: {info.filename[:80]!r}")
        # What the list claims; _read and _measured count the true bytes.
        if info.file_size > largest_part(info.filename):
            raise ArchiveError(f"{info.filename} is too large.")
    if sum(info.file_size for info in infos) > largest_archive():
        raise ArchiveError("It is larger than an archive may be.")
    # Parts that lie over each other would each be read from the same bytes.
    if sum(info.compress_size for info in infos) > size:
        raise ArchiveError("Its parts lie over each other.")


def _checked_manifest(opened: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest of an archive whose parts all have the size and hash that it gives them."""
    names = set(opened.namelist())
    if MANIFEST not in names:
        raise ArchiveError(f"{MANIFEST} is missing.")
    # The manifest has no hash of its own: it is only bounded by its size.
    manifest = load(_read(opened, MANIFEST), MANIFEST)
    if manifest.get("format") != FORMAT:
        raise ArchiveError("It is no takeout of Neary.")
    # Not "at least": a newer version may give the same name another meaning.
    if manifest.get("version") != VERSION:
        raise ArchiveError(f"It has another version of the format; this Neary reads version {VERSION}.")
    parts = manifest.get("parts")
    # A part that no manifest names would never be hashed.
    if not isinstance(parts, dict) or parts.keys() != names - {MANIFEST}:
        raise ArchiveError("Its parts are not those that its manifest names.")
    for name, said in parts.items():
        if not isinstance(said, dict) or said != _measured(opened, name):
            raise ArchiveError(f"{name} is not what the manifest says.")
        # As bytes: a page that is no UTF-8 must be searched too.
        if (PAGE_HTML.fullmatch(name) or name == INDEX) and ACTIVE.search(_read(opened, name)):
            raise ArchiveError(f"{name} has a script or another active part.")
    return manifest


def _measured(opened: zipfile.ZipFile, name: str) -> dict[str, Any]:
    """Return the SHA-256 and the size of a part as the manifest has them."""
    digest, size = hashlib.sha256(), 0
    with opened.open(name) as part:
        while chunk := part.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            # While it is inflated: the size in the list may lie.
            if size > largest_part(name):
                raise ArchiveError(f"{name} is too large.")
    return {"sha256": digest.hexdigest(), "size": size}


def _read(opened: zipfile.ZipFile, name: str) -> bytes:
    with opened.open(name) as part:
        # One byte more than allowed, to notice that there are more.
        content = part.read(largest_part(name) + 1)
    if len(content) > largest_part(name):
        raise ArchiveError(f"{name} is too large.")
    return content
