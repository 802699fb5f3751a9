"""The releases of Neary, as tools/releases.toml lists them."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("releases.toml")


@dataclass(frozen=True)
class Release:
    """A version of Neary that installations run, and the commit of which it was made."""

    version: str
    commit: str
    date: dt.date


def releases(file: Path = FILE) -> list[Release]:
    """Return all releases, oldest first."""
    return [Release(**row) for row in tomllib.loads(file.read_text()).get("release", [])]


def upgraded_commit(file: Path = FILE) -> str:
    """Return the commit from which the drill upgrades: the last release's, or the one named for the time before it."""
    made = releases(file)
    return made[-1].commit if made else str(tomllib.loads(file.read_text())["before_the_first"])
