"""The files under version control, the packages and their layers, for the tests of the repository's structure."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

from tools import packages
from tools.packages import REPOSITORY, layers

__all__ = ["REPOSITORY", "files", "is_in_package", "layers", "may_use", "package_of"]


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


def may_use(package: str, other: str) -> bool:
    """Return whether a package may import another: itself, and every package on a lower layer."""
    return package == other or layer_of(package) < layer_of(other)


def layer_of(package: str) -> int:
    """Return the number of a package's layer, counted from the top. Raises StopIteration for an unknown package."""
    return next(number for number, names in enumerate(layers()) if package in names)


def is_in_package(path: Path) -> bool:
    return str(path).startswith(beginnings())


@cache
def beginnings() -> tuple[str, ...]:
    """Return what the paths of all files in packages begin with."""
    return tuple(f"{folder}{os.sep}" for folder in packages.folders().values())


def package_of(path: Path) -> str:
    """Return the name of the package in which a file lies. Raises StopIteration for a file in none."""
    return next(name for name, folder in packages.folders().items() if path.is_relative_to(folder))
