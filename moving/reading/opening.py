"""Finding out which format a file has, and reading it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from moving.reading.atom import read_atom
from moving.reading.csv_table import read_csv
from moving.reading.entries import LARGEST_FILE, OldSite, UnreadableFileError
from moving.reading.wxr import read_wxr
from moving.reading.xml_stream import elements, inspect, local_name

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def open_site(path: Path) -> OldSite:
    """Return the old site of a WordPress, Atom or CSV file, checked. Raises UnreadableFileError if bad or empty.

    Raises UnreadableFileError with a message for people: of no known format, damaged, hostile, too large, or empty.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(200)
    except OSError as error:
        raise UnreadableFileError(f"The file cannot be opened: {error.strerror}.") from error
    if size > LARGEST_FILE:
        raise UnreadableFileError(f"It is larger than {LARGEST_FILE // 1_000_000} MB. Export the site in parts.")
    site = _read_xml(path) if _is_xml(start) else read_csv(path)
    if not site.count:
        raise UnreadableFileError("There is no public article in it.")
    return site


def _is_xml(start: bytes) -> bool:
    return start.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<") or start.startswith(UTF_16)


def _read_xml(path: Path) -> OldSite:
    inspect(path)
    try:
        first = next((local_name(each) for each in elements(path, "rss", "feed", "channel", "entry", "item")), "")
        if first in ("rss", "channel", "item"):
            return read_wxr(path)
        if first in ("feed", "entry"):
            return read_atom(path)
    except ElementTree.ParseError as error:
        # What the look does not see: names without a namespace.
        raise UnreadableFileError(f"It is damaged: {error}.") from error
    raise UnreadableFileError("It is neither a WordPress export nor an Atom file nor a CSV table.")
