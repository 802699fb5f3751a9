"""The project's packages and their layers, as import-linter is told them in pyproject.toml.

    python tools/packages.py            print the folder of each package, relative to the repository
    python tools/packages.py --names    print their names

Every check that looks at all packages asks here, so that a package which moves, or is new, is never left out.
"""

from __future__ import annotations

import argparse
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
# `site` is a source root and no package: the standard library owns the name.
SOURCE_ROOTS = (REPOSITORY, REPOSITORY / "site")
# Python at the top level that is not part of the portal.
OUTSIDE = {"tests", "tools", "docker"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--names", action="store_true", help="print names instead of folders")
    shown = names() if parser.parse_args().names else [str(path.relative_to(REPOSITORY)) for path in folders().values()]
    print(*shown, sep="\n")


@cache
def import_linter() -> dict[str, Any]:
    """Return import-linter's section of pyproject.toml."""
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]


def names() -> list[str]:
    """Return the names of all packages."""
    return list(import_linter()["root_packages"])


@cache
def folders() -> dict[str, Path]:
    """Return each package's folder. Raises LookupError when a package that import-linter names is nowhere."""
    return {name: folder_of(name) for name in names()}


def folder_of(name: str) -> Path:
    for root in SOURCE_ROOTS:
        if (root / name / "__init__.py").exists():
            return root / name
    raise LookupError(f"The package {name} is in none of the source roots.")


def found() -> set[str]:
    """Return the names of all packages that lie in the source roots, whether import-linter names them or not."""
    inits = [path for root in SOURCE_ROOTS for path in root.glob("*/__init__.py")]
    return {path.parent.name for path in inits} - OUTSIDE


def layers() -> list[set[str]]:
    """Return the packages of each layer, from the top down."""
    contract = next(each for each in import_linter()["contracts"] if each["type"] == "layers")
    return [{name.strip() for name in layer.split("|")} for layer in contract["layers"]]


if __name__ == "__main__":
    main()
