"""What the tests of the house look at: files under version control, rooms and their floors."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SITE = REPOSITORY / "site"


@cache
def files() -> list[Path]:
    """Every file that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@cache
def floors() -> list[set[str]]:
    """The rooms of each floor, from the roof down, as import-linter is told them."""
    configuration = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    contracts = configuration["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [{room.strip() for room in layer.split("|")} for layer in layers]


def may_use(room: str, other: str) -> bool:
    """Whether a room may take something from another: itself, and every room on a lower floor."""
    return room == other or floor_of(room) < floor_of(other)


def floor_of(room: str) -> int:
    """The number of a room's floor, counted from the roof. Raises StopIteration for no room of the house."""
    return next(number for number, rooms in enumerate(floors()) if room in rooms)


def room_of(path: Path) -> str:
    """The room in which a file of site/ lies."""
    return path.relative_to(SITE).parts[0]
