"""List the licence of every required library in requirements/licences.txt.

    python tools/supply_chain/licences.py

Writes the list anew, from what the installed libraries say of themselves. With --check it compares the list with them,
says what differs, and ends with 1 when something does.

A library of the image (requirements/production.txt) may only have a licence that lets everybody run, change and pass on
the portal under its own. What differs from that ends with 1 as well.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
LIST = REQUIREMENTS / "licences.txt"
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==", re.MULTILINE)
# What the licence files of installed libraries say, where their metadata name no licence or not all of them.
STATED = {
    "axe-playwright-python": "MIT",
    "pillow-heif": "BSD-3-Clause; its wheel brings libheif and libde265 (LGPL-3.0) and x265 (GPL-2.0)",
    "pyrage": "MIT",
}
# The licences that the image may hold. MPL and LGPL bind changes of the library itself, which the portal does not make.
FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|PSFL|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General)\b")
# Metadata may hold the whole text of the licence in the place of its name.
LONGEST_NAME = 60  # characters


def main() -> None:
    image, rest = sections()
    refused = [f"{name}: {licence}" for name, licence in image.items() if not FREE.search(licence)]
    if refused:
        sys.exit(f"The image may not hold libraries of these licences: {'; '.join(refused)}")
    text = listing(image, rest)
    if "--check" not in sys.argv[1:]:
        LIST.write_text(text)
    elif differing := differences(LIST.read_text() if LIST.exists() else "", text):
        sys.exit(f"requirements/licences.txt is not what is installed (make licences): {'; '.join(differing)}")


def sections() -> tuple[dict[str, str], dict[str, str]]:
    """Return the licences of the image's libraries by name, and those of all other required libraries."""
    image = pinned("production")
    return licences(image), licences(pinned("dev") - image)


def pinned(name: str) -> set[str]:
    """Return the names of the libraries that the requirements file of this name pins."""
    return set(PINNED.findall((REQUIREMENTS / f"{name}.txt").read_text()))


def licences(names: set[str]) -> dict[str, str]:
    return {name: STATED.get(name) or licence_in(metadata(name)) for name in sorted(names)}


def licence_in(described: PackageMetadata) -> str:
    """Return the licence that a library's metadata name: SPDX's expression, else the short name, else the classifiers.

    Metadata: https://packaging.python.org/en/latest/specifications/core-metadata/
    """
    fields = {field: described.get_all(field) or [] for field in ("License-Expression", "License", "Classifier")}
    if fields["License-Expression"]:
        return str(fields["License-Expression"][0])
    classified = [line.rpartition(" :: ")[2] for line in fields["Classifier"] if line.startswith("License :: OSI")]
    named = [name for name in classified if name != "OSI Approved"]
    written = " ".join(str(fields["License"][0]).split()) if fields["License"] else ""
    # "MPL" or "Dual License" says less than classifiers do.
    return " or ".join(named) or (written if len(written) <= LONGEST_NAME else "") or "unknown"


def listing(image: dict[str, str], rest: dict[str, str]) -> str:
    width = max(map(len, {**image, **rest}))
    blocks = [("In the image (production.txt)", image), ("In tests and tools alone (dev.txt)", rest)]
    return "\n".join(
        f"# {title}\n" + "".join(f"{name:<{width}}  {licence}\n" for name, licence in found.items())
        for title, found in blocks
    )


def differences(kept: str, installed: str) -> list[str]:
    """Return the lines that only one of two lists has, each after a sign: "-" only in the kept one, "+" only now."""
    old, new = kept.splitlines(), installed.splitlines()
    return [f"- {line}" for line in old if line not in new] + [f"+ {line}" for line in new if line not in old]


if __name__ == "__main__":
    main()
