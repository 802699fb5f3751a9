"""Compiles the portal's translations, and checks that none is missing.

    python tools/catalogues.py             compile every catalogue that changed (needs no gettext)
    python tools/catalogues.py --collect   collect the strings of the sources into the catalogues (needs gettext)
    python tools/catalogues.py --check     fail when a string has no translation, an unsure one, or one that would break

With gettext on the machine the check first collects the strings of the sources anew, so that a string which nobody
has put into the catalogue is missing too. In CI gettext must be there.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

# Run as a script, only tools/ is on the path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import packages
from tools.packages import REPOSITORY

PATTERNS = ("site/*/locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po")
COLLECT = ["makemessages", "--locale", "km", "--no-obsolete", "--no-wrap", "--add-location", "file"]
# %(name)s of Python, {name} of Python: what a translation must carry exactly as its original does.
PLACEHOLDERS = {
    "python-format": re.compile(r"%\(\w+\)[a-z]|%[a-z]"),
    "python-brace-format": re.compile(r"\{\w*\}"),
}
SHOWN = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when a translation is missing")
    parser.add_argument("--collect", action="store_true", help="collect the strings of the sources")
    arguments = parser.parse_args()
    if arguments.collect:
        collect(REPOSITORY)
    elif not arguments.check:
        compile_all(REPOSITORY)
    elif not check(REPOSITORY):
        sys.exit(1)


def catalogues(root: Path) -> list[Path]:
    return sorted(path for pattern in PATTERNS for path in root.glob(pattern))


def compile_all(root: Path) -> None:
    """Write the .mo beside each .po that is newer than it."""
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def check(root: Path) -> bool:
    """Report every catalogue; whether all of them are whole."""
    if shutil.which("xgettext"):
        with tempfile.TemporaryDirectory() as folder:
            return report_all(collected(root, Path(folder)), root=Path(folder))
    if os.environ.get("CI"):
        sys.exit("The strings of the sources cannot be collected: gettext is missing.")
    print("Not compared with the sources: gettext is missing.")
    return report_all(catalogues(root), root=root)


def collected(root: Path, folder: Path) -> list[Path]:
    """The catalogues as they would be if the strings of the sources were collected now, in a copy below `folder`."""
    left_out = shutil.ignore_patterns("static", "content", "__pycache__", "*.mo")
    for package in packages.folders().values():
        shutil.copytree(package, folder / package.relative_to(REPOSITORY), ignore=left_out)
    shutil.copy(root / "manage.py", folder)
    subprocess.run(
        [sys.executable, "manage.py", *COLLECT],
        cwd=folder,
        env=os.environ | {"NEARY_DATA": str(folder / "var")},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return catalogues(folder)


def collect(root: Path) -> None:
    """Write the strings of the sources into the catalogues, with what is translated already."""
    with tempfile.TemporaryDirectory() as folder:
        for catalogue in collected(root, Path(folder)):
            shutil.copy(catalogue, root / catalogue.relative_to(folder))


def report_all(paths: list[Path], root: Path) -> bool:
    whole = [report(path, root) for path in paths]
    if not whole:
        print("There is no catalogue.")
    return bool(whole) and all(whole)


def report(path: Path, root: Path) -> bool:
    """Tell how one catalogue stands; whether it is whole."""
    catalogue = polib.pofile(str(path))
    found = list(problems(catalogue))
    counts = Counter(kind for kind, _ in found)
    strings = sum(not entry.obsolete for entry in catalogue)
    summary = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "whole"
    print(f"{path.relative_to(root)}: {strings} strings, {summary}")
    for kind, entry in found[:SHOWN]:
        where = entry.occurrences[0][0] if entry.occurrences else "-"
        print(f"  {kind}: {entry.msgid!r} ({where})")
    return not found


def problems(catalogue: polib.POFile) -> Iterator[tuple[str, polib.POEntry]]:
    """Each entry that would show English, a guess or an error to a Khmer reader, with the kind of its fault."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield "unsure", entry
        elif not entry.translated():
            yield "missing", entry
        elif not placeholders_agree(entry):
            yield "with other placeholders", entry


def placeholders_agree(entry: polib.POEntry) -> bool:
    """Return whether every translation has the placeholders of its original (of the plural, where there is one)."""
    original = entry.msgid_plural or entry.msgid
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    return all(
        sorted(pattern.findall(original)) == sorted(pattern.findall(translation))
        for format_, pattern in PLACEHOLDERS.items()
        if format_ in entry.flags
        for translation in translations
    )


if __name__ == "__main__":
    main()
