"""Print which required libraries have a newer release, those first that requirements/*.in name.

    python tools/supply_chain/outdated.py

Ends with 0 when everything is the newest, with 1 when something is not, and with 2 when the package index could not be
asked.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
NAMED = re.compile(r"^([A-Za-z][\w.-]*)", re.MULTILINE)
DEADLINE = 300  # seconds
ALWAYS_THERE = "django"  # a library that every index of this portal has
NEWEST, OLDER, NOT_ASKED = 0, 1, 2


class Outdated(NamedTuple):
    """A library with a newer release than the installed one."""

    name: str
    version: str
    newest: str


def main() -> None:
    sys.exit(report(ask(), named()))


def ask() -> list[Outdated] | str:
    """Return the installed libraries that have a newer release, or pip's complaint when it could not look."""
    try:
        # Without an index `pip list --outdated` finds nothing older and ends with 0: this one ends with an error.
        pip("index", "versions", ALWAYS_THERE)
        found = json.loads(pip("list", "--outdated", "--format=json"))
    except subprocess.TimeoutExpired:
        return f"no answer within {DEADLINE} seconds"
    except subprocess.CalledProcessError as error:
        return error.stderr.strip().rpartition("\n")[2] or f"pip ended with {error.returncode}"
    return [Outdated(each["name"], each["version"], each["latest_version"]) for each in found]


def pip(*arguments: str) -> str:
    """Return the output of a pip command. Raises CalledProcessError and TimeoutExpired."""
    command = [sys.executable, "-m", "pip", *arguments, "--disable-pip-version-check"]
    return subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=True).stdout


def named() -> set[str]:
    """Return the names that requirements/*.in ask for, in pip's spelling."""
    files = REQUIREMENTS.glob("*.in")
    return {name.lower().replace(".", "-") for path in files for name in NAMED.findall(path.read_text())}


def report(found: list[Outdated] | str, own: set[str]) -> int:
    """Print what was found, and return the exit code for it."""
    if isinstance(found, str):
        print(f"NOT ASKED: the package index is out of reach ({found}).")
        return NOT_ASKED
    for title, is_own in (("named in requirements/*.in", True), ("needed by these", False)):
        older = [each for each in found if (each.name.lower().replace(".", "-") in own) == is_own]
        print(f"{len(older)} older than their newest release, {title}:")
        for each in older:
            print(f"  {each.name} {each.version} -> {each.newest}")
    return OLDER if found else NEWEST


if __name__ == "__main__":
    main()
