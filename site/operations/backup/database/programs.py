"""PostgreSQL's own programs, which make dumps and restore them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import psycopg

from operations.backup.errors import BackupError

# Of "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
MAJOR = re.compile(r"\) (\d+)")
TOLD = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "NAME": "PGDATABASE",
    # Never on a command line, where every user of the machine reads it.
    "PASSWORD": "PGPASSWORD",
}
TOLD_IN_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
# A dump takes as long as it needs; what waits for a lock would wait for ever.
LIMITS = "-c statement_timeout=0 -c lock_timeout=60000 -c idle_in_transaction_session_timeout=0"
INSTALL = "install PostgreSQL's client programs of version {server} (Debian: postgresql-client-{server})"


class PostgreSQLDatabase:
    """A database of a server, as Django's settings name it."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.config = config

    def environment(self) -> dict[str, str]:
        """Return the environment variables (host, user, password, limits) with which PostgreSQL's programs run."""
        options = self.config.get("OPTIONS", {})
        told = {TOLD[name]: str(self.config[name]) for name in TOLD if self.config.get(name)}
        told |= {TOLD_IN_OPTIONS[name]: str(options[name]) for name in TOLD_IN_OPTIONS if options.get(name)}
        # Variables of the caller's shell such as PGDATABASE or PGOPTIONS would lead the program to another database.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG") or name in KEPT}
        return kept | told | {"PGOPTIONS": LIMITS, "PGCONNECT_TIMEOUT": "10", "PGAPPNAME": "neary backup"}

    def connect(self) -> psycopg.Connection[Any]:
        """Return a new connection to this database. Raises BackupError when its server does not answer."""
        options = self.config.get("OPTIONS", {})
        chosen = {name: options[name] for name in TOLD_IN_OPTIONS if options.get(name)}
        try:
            return psycopg.connect(
                dbname=self.config["NAME"],
                user=self.config.get("USER") or None,
                password=self.config.get("PASSWORD") or None,
                host=self.config.get("HOST") or None,
                port=self.config.get("PORT") or None,
                connect_timeout=10,
                options=LIMITS,
                **chosen,
            )
        except psycopg.Error as error:
            raise BackupError(f"The database does not answer: {first_line(str(error))}.") from error

    def refuse_programs(self, *names: str) -> None:
        """Raise BackupError when a named program is missing, or older than the PostgreSQL server."""
        with closing(self.connect()) as session:
            server = session.info.server_version // 10000
        for name in names:
            found = version_of(name)
            if found is None:
                raise BackupError(f"The program {name} is missing: {INSTALL.format(server=server)}.")
            # pg_dump refuses a server that is newer than itself; an older server is no problem.
            if found < server:
                raise BackupError(
                    f"{name} has version {found}, but the server has version {server}: {INSTALL.format(server=server)}."
                )


# Where a server without a password lets its own users in, and their files of passwords.
KEPT = {"PGPASSFILE", "PGSSLROOTCERT", "PGSERVICEFILE", "PGHOST"}


def version_of(program: str) -> int | None:
    """Return the major version number of an installed program, or None when the program is not found."""
    path = shutil.which(program)
    if path is None:
        return None
    printed = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30).stdout  # noqa: S603
    number = MAJOR.search(printed)
    return int(number[1]) if number else None


def first_line(text: str) -> str:
    """Return the first line with text of a program's output, at most 300 characters, or "no reason was given"."""
    return next((line.strip().rstrip(".")[:300] for line in text.splitlines() if line.strip()), "no reason was given")
