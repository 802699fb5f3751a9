"""Detection of programs, links that load, embedded files and passwords in documents."""

from __future__ import annotations

import re
import zipfile
from collections import deque
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Any

from assets.kinds.parts import open_archive

# The most objects of a PDF that are looked at, from its catalog outwards.
MOST_OBJECTS = 50_000
# The most bytes that are read of one part of an office document.
MOST_BYTES = 2 * 1024 * 1024
ENCRYPTED_MEMBER = 0x1
# Actions of a PDF that do more than open one of its pages or an address.
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/SubmitForm": "sends",
    "/ImportData": "sends",
    "/RichMediaExecute": "script",
    "/GoToE": "inside",
}
# Documents inside an office document that are only its tables and drawings.
OF_OFFICE = (".xlsx", ".docx", ".pptx")
# Parts of office documents, the words to look for in them, and the code that these mean.
PARTS = (
    (re.compile(r"META-INF/manifest\.xml"), re.compile(rb"encryption-data\b"), "password"),
    (re.compile(r"\[Content_Types\]\.xml"), re.compile(rb"(?i)macroEnabled|vbaProject"), "macros"),
    (
        re.compile(r"(?:word|xl|ppt)/_rels/\w+\.xml\.rels"),
        re.compile(rb"(?i)/(?:attachedTemplate|oleObject|frame|subDocument)\""),
        "remote",
    ),
    (re.compile(r"xl/externalLinks/\w+\.xml"), re.compile(rb"\b(?:dde|ole)Link\b"), "remote"),
    (re.compile(r"word/document\.xml"), re.compile(rb"(?i)\bDDE(?:AUTO)?\s"), "remote"),
    (re.compile(r"(?:content|styles)\.xml"), re.compile(rb"<script:event-listener\b"), "macros"),
)
# A cell of a table that starts a program.
CELL = re.compile(rb"(?i)[=+@-]\s{0,9}(?:cmd|powershell|mshta|rundll32|regsvr32|msexcel)\s{0,9}\|")


def active_content(file: IO[bytes], name: str) -> list[str]:
    """Return sorted codes ("script", "macros" ...) of active content or a password; [] if harmless. Raises if damaged.

    "password": nobody can read it without; "script", "macros": programs; "launch", "sends", "remote": it starts another
    program, sends what is typed, loads from elsewhere; "inside": another file is in it.
    """
    extension = PurePath(name).suffix.lower()
    file.seek(0)
    if extension == ".pdf":
        return sorted(set(_of_pdf(file)))
    if zipfile.is_zipfile(file):
        return sorted(set(_of_office(file)))
    file.seek(0)
    return ["launch"] if CELL.search(file.read(MOST_BYTES)) else []


def _of_office(file: IO[bytes]) -> Iterator[str]:
    with open_archive(file) as archive:
        for member in archive.infolist():
            # The first encrypted member is enough: nothing can be looked at.
            if member.flag_bits & ENCRYPTED_MEMBER:
                yield "password"
                return
            if member.is_dir():
                continue
            yield from _of_member(*member.filename.lower().split("/"))
            for part, words, code in PARTS:
                if part.fullmatch(member.filename):
                    with archive.open(member) as content:
                        if words.search(content.read(MOST_BYTES)):
                            yield code


def _of_member(*path: str) -> Iterator[str]:
    """Yield the codes that the path of a member tells; it is in lower case."""
    folders, name = path[:-1], path[-1]
    if (name.startswith("vbaproject") and name.endswith(".bin")) or folders[:2] == ("xl", "macrosheets"):
        yield "macros"
    if folders[:1] in (("basic",), ("scripts",)):
        yield "macros"
    if "activex" in folders:
        yield "script"
    if "embeddings" in folders and not name.endswith(OF_OFFICE):
        yield "inside"


def _of_pdf(file: IO[bytes]) -> Iterator[str]:
    # Imported where it is used: every process would pay for it at its start.
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(file)
    # Many PDF files have an empty password, and open for everybody.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        yield "password"
        return
    for entry in _dictionaries(reader):
        yield from _of_dictionary(entry)


def _of_dictionary(entry: dict[str, Any]) -> Iterator[str]:
    action = _resolved(entry, "/S")
    if isinstance(action, str) and action in ACTIONS:
        yield ACTIONS[action]
    if "/JS" in entry or "/JavaScript" in entry:
        yield "script"
    if "/XFA" in entry or _resolved(entry, "/Subtype") in ("/RichMedia", "/3D"):
        # XFA forms hold scripts; rich media and 3D are played by plug-ins.
        yield "script"
    # /EF is an embedded file of a single annotation.
    if "/EmbeddedFiles" in entry or "/EF" in entry:
        yield "inside"


def _resolved(entry: dict[str, Any], name: str) -> Any:
    """Return a value of a dictionary, also when it is only a reference; None for a broken one."""
    try:
        value = dict.get(entry, name)
        return value.get_object() if value is not None else None
    except Exception:
        return None


def _dictionaries(reader: Any) -> Iterator[dict[str, Any]]:
    """Yield every dictionary of a PDF that its catalog reaches, the nearest first; broken objects are skipped."""
    from pypdf.generic import IndirectObject

    # From the catalog outwards: what it does not reach no reader opens.
    waiting: deque[Any] = deque([reader.trailer["/Root"]])
    seen: set[tuple[int, int]] = set()
    taken = 0
    while waiting and taken < MOST_OBJECTS:
        value = waiting.popleft()
        if isinstance(value, IndirectObject):
            if (key := (value.idnum, value.generation)) in seen:
                continue
            seen.add(key)
            try:
                value = value.get_object()
            except Exception:  # noqa: S112 - one broken object hides no other
                continue
        taken += 1
        if isinstance(value, dict):
            yield value
            waiting.extend(dict.values(value))
        elif isinstance(value, list):
            waiting.extend(list.__iter__(value))
