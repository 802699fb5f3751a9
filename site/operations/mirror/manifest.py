"""The manifest of a mirror: what is written, out of what, and what it links to. It lies in the mirror's own folder.

It is a small SQLite file and no table of the portal: a mirror may be on another disk, and it belongs to its files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS file (
    address TEXT PRIMARY KEY, kind TEXT NOT NULL, stamp TEXT NOT NULL, digest TEXT NOT NULL, written_at REAL NOT NULL,
    page INTEGER, organization INTEGER, depth INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link (address TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (address, target))
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_target ON link (target);
CREATE TABLE IF NOT EXISTS closing (number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS content (slice TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS closed (page INTEGER PRIMARY KEY);
"""
# Seconds to wait for another process that writes.
PATIENCE = 10
ROWS = "SELECT address, kind, stamp, digest, written_at, page, organization, depth FROM file"
# SQLite takes some 30,000 values in one statement.
AT_ONCE = 500


@dataclass(frozen=True)
class WrittenFile:
    """A row of the manifest. `stamp` is the version that it was made of; kind is one of operations.mirror.targets.

    Without `digest` there is no file: the portal has no such page.
    """

    address: str
    kind: str
    stamp: str
    digest: str
    written_at: float
    page: int | None = None
    organization: int | None = None
    depth: int = 0


class Manifest:
    """The manifest in a file. Each method is a transaction of its own; what belongs together is done under a lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._open() as database:
            database.executescript(TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as database, database:
            # What a loss of power takes is written again by the next pass.
            database.execute("PRAGMA synchronous=OFF")
            yield database

    def files(self) -> dict[str, WrittenFile]:
        """Return all rows by address."""
        with self._open() as database:
            return {row[0]: WrittenFile(*row) for row in database.execute(ROWS)}

    def put(self, row: WrittenFile, links: Iterable[str] | None = None) -> None:
        """Write a row, and with `links` what the file links to in the place of what it linked to before."""
        values = (row.address, row.kind, row.stamp, row.digest, row.written_at, row.page, row.organization, row.depth)
        with self._open() as database:
            database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
            database.execute("DELETE FROM closed WHERE page = ?", (row.page,))
            if links is not None:
                database.execute("DELETE FROM link WHERE address = ?", (row.address,))
                database.executemany("INSERT INTO link VALUES (?, ?)", [(row.address, each) for each in set(links)])

    def remove(self, addresses: Iterable[str]) -> None:
        """Delete the rows of these addresses and what they link to."""
        rows = [(address,) for address in addresses]
        with self._open() as database:
            database.executemany("DELETE FROM file WHERE address = ?", rows)
            database.executemany("DELETE FROM link WHERE address = ?", rows)

    def linking_to(self, addresses: Iterable[str]) -> set[str]:
        """Return the addresses of all files that link to one of these."""
        return self._related("SELECT address FROM link WHERE target", addresses)

    def linked_from(self, addresses: Iterable[str]) -> set[str]:
        """Return all that the files of these addresses link to."""
        return self._related("SELECT target FROM link WHERE address", addresses)

    def _related(self, query: str, addresses: Iterable[str]) -> set[str]:
        asked, found = list(addresses), set()
        with self._open() as database:
            for start in range(0, len(asked), AT_ONCE):
                some = asked[start : start + AT_ONCE]
                marks = ", ".join("?" * len(some))
                found |= {value for (value,) in database.execute(f"{query} IN ({marks})", some)}
        return found

    def closings(self) -> int:
        """Return how often something was closed: what was read before the last time must not be written."""
        with self._open() as database:
            return int(database.execute("SELECT coalesce(max(number), 0) FROM closing").fetchone()[0])

    def count_closing(self) -> None:
        """Note that something was closed."""
        number = self.closings() + 1
        with self._open() as database:
            database.execute("DELETE FROM closing")
            database.execute("INSERT INTO closing VALUES (?)", (number,))

    def unknown(self, pages: Collection[int]) -> set[int]:
        """Return those pages that have no file and had none when they closed: where they are named is not known."""
        with self._open() as database:
            known = {page for (page,) in database.execute("SELECT page FROM file UNION SELECT page FROM closed")}
        return set(pages) - known

    def note_closed(self, pages: Collection[int]) -> None:
        """Remember pages as closed, until they have a file again."""
        with self._open() as database:
            database.executemany("INSERT OR IGNORE INTO closed VALUES (?)", [(page,) for page in pages])

    def claim(self, part: str) -> bool:
        """Return whether the folder is for this slice ("" for the whole portal); an empty folder is, from now on."""
        with self._open() as database:
            if not database.execute("SELECT 1 FROM content").fetchone():
                database.execute("INSERT INTO content VALUES (?)", (part,))
            return bool(database.execute("SELECT 1 FROM content WHERE slice = ?", (part,)).fetchone())

    def oldest(self) -> float | None:
        """Return when the oldest file was written, in seconds since 1970; None for an empty mirror."""
        with self._open() as database:
            row = database.execute("SELECT min(written_at) FROM file WHERE digest <> ''").fetchone()
        return None if row[0] is None else float(row[0])
