"""Gives a copied PostgreSQL database the rows of its template back: only those of the tables that a test has changed.

A copy as a whole is fifteen hundred files: half a second of processor time for each test with real transactions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg import sql

# What a change of the schema writes to. VACUUM and ANALYZE write to pg_class in place, which xmin does not show.
CATALOGS = (
    "attrdef", "attribute", "class", "collation", "constraint", "depend", "enum", "extension", "index", "namespace",
    "operator", "opclass", "policy", "proc", "rewrite", "trigger", "ts_config", "ts_dict", "type",
)  # fmt: skip
# Else the server starts two processes more to count tables that are next to empty.
ALONE = "-c max_parallel_workers_per_gather=0"
Relation = tuple[str, str]
State = dict[Relation, tuple[int, int]]


@dataclass
class Copy:
    """A copy of a template database, both by address, and the states of the copy as it was made."""

    template: str
    address: str

    def __post_init__(self) -> None:
        with psycopg.connect(self.address, options=ALONE) as session:
            self.schema = states(session, catalogs())
            self.tables = states(session, tables(session))
            self.sequences = sequences(session)

    def restore(self) -> bool:
        """Undo what was written since. Return False, and undo nothing, where the schema was changed."""
        with psycopg.connect(self.address, options=ALONE) as session:
            end_others(session)
            if states(session, catalogs()) != self.schema:
                return False
            now = states(session, self.tables)
            changed = [name for name, state in now.items() if state != self.tables[name]]
            # Neither triggers nor foreign keys have a say: the rows come as they were, table by table.
            session.execute("SET session_replication_role = replica")
            for name in changed:
                session.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(*name)))
            with psycopg.connect(self.template) as source:
                for name in changed:
                    copy_rows(source, session, name)
            for sequence, _value in sequences(session) - self.sequences:
                session.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, *dict(self.sequences)[sequence]))
            self.tables |= states(session, changed)
        return True


def catalogs() -> list[Relation]:
    return [("pg_catalog", f"pg_{name}") for name in CATALOGS]


def tables(session: psycopg.Connection) -> list[Relation]:
    found = session.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    return found.fetchall()


def states(session: psycopg.Connection, names: Iterable[Relation]) -> State:
    """Return the number of rows of each table and the newest transaction that has written one: any change moves one."""
    each = sql.SQL("SELECT {}, {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
    asked = [each.format(*map(sql.Literal, name), sql.Identifier(*name)) for name in names]
    if not asked:
        return {}
    found = session.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall()
    return {(schema, table): (rows, newest) for schema, table, rows, newest in found}


def sequences(session: psycopg.Connection) -> set[tuple[str, tuple[int, bool]]]:
    """Return each sequence's name with its value, and whether that value was given to a row already."""
    found = session.execute(
        "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value), last_value IS NOT NULL"
        " FROM pg_sequences"
    )
    return {(name, (value, is_given)) for name, value, is_given in found}


def end_others(session: psycopg.Connection) -> None:
    """End connections that a test has left open, with their transactions and locks."""
    session.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def copy_rows(source: psycopg.Connection, target: psycopg.Connection, name: Relation) -> None:
    table = sql.Identifier(*name)
    reading, writing = sql.SQL("COPY {} TO STDOUT").format(table), sql.SQL("COPY {} FROM STDIN").format(table)
    with source.cursor().copy(reading) as rows, target.cursor().copy(writing) as written:
        for block in rows:
            written.write(block)
