"""The migrations that were made anew: every portal's first ones, which do not change any more."""

from __future__ import annotations

from pathlib import Path

from tools import packages

# The last of those that were made anew, by package.
LAST = {
    "accounts": "0001_initial",
    "assets": "0001_initial",
    "blog": "0001_initial",
    "catalog": "0002_initial",
    "events": "0001_initial",
    "feed": "0002_initial",
    "help_services": "0001_initial",
    "home": "0002_initial",
    "moderation": "0003_first_settings",
    "orgs": "0002_public_versions",
    "outbox": "0001_initial",
    "search": "0002_text_tables",
    "vocabulary": "0002_reference_rows",
}
# Packages that had no tables then.
LATER: dict[str, None] = dict.fromkeys(
    ("common", "discussions", "moving", "operations", "outcomes", "press", "reach", "takeout", "translations")
)
TARGETS: dict[str, str | None] = {**LAST, **LATER}


def first_migrations() -> list[Path]:
    """Return the files of these migrations, of all packages."""
    folders = packages.folders()
    return [
        path
        for package, last in LAST.items()
        for path in sorted((folders[package] / "migrations").glob("*.py"))
        if path.stem <= last or path.stem == "__init__"
    ]
