"""The template databases on PostgreSQL: kept as dumps, loaded once a server, copied by the server itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.database_hashes import first_hash, portal_hash, schema_hash
from tests.services.processes import run
from tests.services.servers import postgresql_binaries
from tests.template_database import kept, make


def portal_dump(server: str, variant: str) -> Path:
    """Return the dump of a portal, empty or populated. `server` is the address of any database on a server."""

    def build(path: Path) -> None:
        with spare_database(server) as url:
            load(migrated_dump(server), url)
            make(url, variant)
            dump(url, path)

    return kept(f"{variant}-{portal_hash()}.sql", build)


def migrated_dump(server: str) -> Path:
    """Return the dump of a database with all migrations and nothing else."""

    def build(path: Path) -> None:
        with spare_database(server) as url:
            load(first_dump(server), url)
            make(url, "migrate")
            dump(url, path)

    return kept(f"migrated-{schema_hash()}.sql", build)


def first_dump(server: str) -> Path:
    """Return the dump of a database with the first migrations and nothing else."""

    def build(path: Path) -> None:
        with spare_database(server) as url:
            make(url, "first")
            dump(url, path)

    return kept(f"first-{first_hash()}.sql", build)


@contextmanager
def spare_database(server: str) -> Iterator[str]:
    """Create a database, give its address, and drop it in the end."""
    name = f"building_{secrets.token_hex(4)}"
    execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield address(server, name)
    finally:
        execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def address(server: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def execute(server: str, *statements: sql.Composable) -> None:
    """Run statements about whole databases."""
    with psycopg.connect(address(server, "postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def dump(url: str, path: Path) -> None:
    run([program("pg_dump"), "--no-owner", "--file", path, url])


def load(path: Path, url: str) -> None:
    run([program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path, url])


def program(name: str) -> Path:
    """Return one of PostgreSQL's programs, which lie beside the server; the server itself may be a link."""
    return (postgresql_binaries() / "postgres").resolve().parent / name
