"""Reading large XML files element by element, after a look at the whole file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from moving.reading.entries import MOST_ENTRIES, UnreadableFileError
from press.reading.xml_look import DangerousXmlError, XmlLook

DEEPEST = 60
PIECE = 1 << 16
# WordPress writes them out as they were typed; XML allows none of them.
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
BLANKS = bytes.maketrans(CONTROLS, b" " * len(CONTROLS))


class CleanedFile(io.RawIOBase):
    """A file in which control characters read as blanks; in UTF-16 they stay, as their bytes are part of letters."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        start = self._file.read(4)
        self._file.seek(0)
        self._is_wide = b"\0" in start

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the file, control characters as blanks (in UTF-16 unchanged)."""
        piece = self._file.read(size)
        return piece if self._is_wide else piece.translate(BLANKS)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


@dataclass
class _Look(XmlLook):
    """A look that also counts entries."""

    entries: int = 0

    def start(self, name: str, attributes: object) -> None:
        super().start(name, attributes)
        self.entries += name.rpartition(":")[2] in ("item", "entry")
        if self.entries > MOST_ENTRIES:
            raise DangerousXmlError(f"It has more than {MOST_ENTRIES} entries.")


def inspect(path: Path) -> None:
    """Raise UnreadableFileError for a file that is no well-formed XML, declares entities, or has too much in it."""
    look = _Look(DEEPEST)
    parser = look.parser()
    try:
        with CleanedFile(path) as file:
            while piece := file.read(PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except DangerousXmlError as error:
        raise UnreadableFileError(f"It is not safe to read. {error}") from error
    except expat.ExpatError as error:
        words = expat.errors.messages.get(error.code, "no well-formed XML")
        raise UnreadableFileError(f"It is damaged in line {error.lineno}: {words}.") from error
    except (ValueError, LookupError) as error:
        raise UnreadableFileError("Its letters are in an encoding that cannot be read. Save it as UTF-8.") from error


def elements(path: Path, *names: str) -> Iterator[Any]:
    """Yield the elements of these local names, each whole, in the order of the file; it was inspected before."""
    opened: list[Any] = []
    with CleanedFile(path) as file:
        for event, element in ElementTree.iterparse(file, events=("start", "end")):  # noqa: S314 - inspected before
            if event == "start":
                opened.append(element)
                continue
            opened.pop()
            if local_name(element) in names:
                yield element
                element.clear()
                if opened:
                    # Else the parent would keep every element to the end of the file.
                    opened[-1].remove(element)


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Any) -> str:
    """Return the namespace of an element; "" without one."""
    return str(element.tag).rpartition("}")[0].lstrip("{")
