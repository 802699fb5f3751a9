"""A migrated database as facts that can be compared: tables, columns, indexes, constraints, rows.

    DJANGO_SETTINGS_MODULE=... DATABASE_URL=... python tests/schema/fingerprint.py ['{"orgs": "0001_initial"}']

migrates the database, each package that is named up to that migration, everything else to its end, and prints the
facts of the project's own tables and of all rows as JSON. It imports nothing of the project, so that it can be run
on any commit. A fact is a list: its sort, a table (a model for rows), and details. Names of indexes and constraints
are no part of it: Django makes them of the names of tables and columns.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

Fact = tuple[str, ...]

# Of rows: what is made anew each time.
VOLATILE = {"AutoField", "BigAutoField", "SmallAutoField", "UUIDField", "DateTimeField"}


# What is only wording.
WORDING = {("auth.permission", "name")}


def facts(last: dict[str, str | None]) -> list[Fact]:
    """Migrate the empty database to which Django is connected; give all facts, sorted."""
    from django.db import connection

    models = migrated(last).get_models(include_auto_created=True)
    schema = sqlite_facts if connection.vendor == "sqlite" else postgresql_facts
    with connection.cursor() as cursor:
        found = list(schema(cursor, own_labels()))
    return sorted({*found, *row_facts(models, own_labels())})


def migrated(last: dict[str, str | None]) -> Any:
    """Migrate, a package that is named with None not at all; give the models as the migrations know them."""
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    targets = [(app, last.get(app, name)) for app, name in executor.loader.graph.leaf_nodes()]
    plan = executor.migration_plan(targets)
    state = executor.migrate(targets, plan)
    # As the command does: content types and permissions are made after all.
    emit_post_migrate_signal(0, False, "default", apps=state.apps, plan=plan)
    return state.apps


def own_labels() -> set[str]:
    """The labels of the project's own packages: neither libraries nor packages of tests."""
    from django.apps import apps

    elsewhere = {"site-packages", "tests"}
    return {config.label for config in apps.get_app_configs() if not elsewhere & set(Path(config.path).parts)}


def is_own(table: str, labels: set[str]) -> bool:
    return any(table.startswith(f"{label}_") for label in labels)


def one_line(sql: str) -> str:
    return re.sub(r"\s+", " ", sql or "").strip()


# SQLite


def sqlite_facts(cursor: Any, labels: set[str]) -> Iterator[Fact]:
    cursor.execute("select type, name, tbl_name, coalesce(sql, '') from sqlite_master order by name")
    objects = cursor.fetchall()
    for sort, name, table, sql in objects:
        if not is_own(table, labels):
            continue
        if sort == "table":
            yield ("table", name)
            yield from sqlite_columns(cursor, name, sql)
            yield from sqlite_indexes(cursor, name, {n: s for t, n, _table, s in objects if t == "index"})
            yield from sqlite_constraints(cursor, name, sql)
        elif sort in ("trigger", "view"):
            yield (sort, table, one_line(sql))


def sqlite_columns(cursor: Any, table: str, sql: str) -> Iterator[Fact]:
    if "create virtual table" in sql.lower():
        yield ("text table", table, one_line(sql).partition(" using ")[2] or one_line(sql))
        return
    cursor.execute(f"select name, type, \"notnull\", dflt_value, pk from pragma_table_info('{table}')")
    for name, type_, not_null, default, pk in cursor.fetchall():
        parts = [type_, "not null" if not_null else "null", f"default {default}" if default is not None else ""]
        parts += ["primary key" if pk else "", "autoincrement" if pk and "AUTOINCREMENT" in sql.upper() else ""]
        yield ("column", table, name, " ".join(part for part in parts if part))


def sqlite_indexes(cursor: Any, table: str, written: dict[str, str]) -> Iterator[Fact]:
    cursor.execute(f"select name, \"unique\", origin from pragma_index_list('{table}')")
    for name, unique, origin in cursor.fetchall():
        cursor.execute(f"select name, \"desc\" from pragma_index_xinfo('{name}') where key order by seqno")
        columns = ", ".join(f"{column}{' desc' if desc else ''}" for column, desc in cursor.fetchall())
        where = one_line(written.get(name, "")).partition(" WHERE ")[2].replace('"', "")
        sort = "primary key" if origin == "pk" else "unique" if unique else "index"
        yield ("index", table, sort, f"({columns})", f"where {where}" if where else "")


def sqlite_constraints(cursor: Any, table: str, sql: str) -> Iterator[Fact]:
    cursor.execute(f'select "from", "table", "to", on_delete from pragma_foreign_key_list(\'{table}\')')
    for column, target, there, on_delete in cursor.fetchall():
        deferred = "deferred" if "DEFERRABLE INITIALLY DEFERRED" in sql else ""
        yield ("foreign key", table, column, target, there, on_delete, deferred)
    for start in [found.end() for found in re.finditer(r"\bCHECK \(", sql)]:
        yield ("check", table, one_line(closed(sql, start)).replace('"', ""))


def closed(sql: str, start: int) -> str:
    """Return the text from `start` up to the bracket that closes there."""
    depth = 1
    for place in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if not depth:
            return sql[start:place]
    return sql[start:]


# PostgreSQL


TABLES = "select c.oid, c.relname from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
COLUMNS = """
    select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
"""
INDEXES = "select pg_get_indexdef(indexrelid), indisprimary from pg_index where indrelid = %s"
CONSTRAINTS = (
    "select contype, pg_get_constraintdef(oid) from pg_constraint where conrelid = %s and contype in ('c', 'f')"
)
TRIGGERS = "select pg_get_triggerdef(oid) from pg_trigger where tgrelid = %s and not tgisinternal"
OTHERS = """
    select 'extension', extname, '' from pg_extension
    union all select 'function', proname, pg_get_functiondef(oid) from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f'
    union all select 'text search configuration', cfgname, '' from pg_ts_config
    where cfgnamespace = 'public'::regnamespace
"""


def postgresql_facts(cursor: Any, labels: set[str]) -> Iterator[Fact]:
    for oid, table in asked(cursor, TABLES):
        if not is_own(table, labels):
            continue
        yield ("table", table)
        for name, type_, not_null, default, identity in asked(cursor, COLUMNS, oid):
            parts = [type_, "not null" if not_null else "null", f"default {default}" if default is not None else ""]
            yield ("column", table, name, " ".join([*filter(None, parts), *(["identity"] if identity else [])]))
        for definition, is_primary in asked(cursor, INDEXES, oid):
            sort = "primary key" if is_primary else "unique" if " UNIQUE " in definition else "index"
            yield (
                "index",
                table,
                sort,
                *one_line(definition).partition(" USING ")[2].replace('"', "").partition(" WHERE ")[::2],
            )
        for sort, definition in asked(cursor, CONSTRAINTS, oid):
            if sort == "f":
                yield ("foreign key", table, *foreign_key(definition))
            else:
                yield ("check", table, one_line(definition).replace('"', ""))
        for (definition,) in asked(cursor, TRIGGERS, oid):
            yield ("trigger", table, one_line(definition))
    for fact in asked(cursor, OTHERS):
        yield tuple(one_line(part) for part in fact)


def asked(cursor: Any, sql: str, *parameters: Any) -> list[Any]:
    cursor.execute(sql, parameters)
    return list(cursor.fetchall())


def foreign_key(definition: str) -> Iterable[str]:
    found = re.match(r"FOREIGN KEY \((.*?)\) REFERENCES (\w+)\((.*?)\)(.*)", definition.replace('"', ""))
    assert found, definition
    return (found[1], found[2], found[3], found[4].strip())


# Rows


def row_facts(models: Iterable[Any], labels: set[str]) -> Iterator[Fact]:
    """Return how many rows each model has, and their content, except what is made anew with every database.

    Content types and permissions only those of own models, for libraries add some with each version.
    """
    for model in models:
        if model._meta.proxy or not model._meta.managed:
            continue
        rows = list(model._base_manager.all())
        if model._meta.label_lower in ("contenttypes.contenttype", "auth.permission"):
            rows = [row for row in rows if getattr(row, "content_type", row).app_label in labels]
        if rows:
            yield ("rows", model._meta.label_lower, str(len(rows)))
        for row in rows:
            yield ("row", model._meta.label_lower, *said(row, nested=2))


def said(row: Any, nested: int) -> list[str]:
    """The values of a row by field, sorted by their names; of what it points to, the values there."""
    parts = []
    for field in row._meta.local_fields:
        if field.get_internal_type() in VOLATILE or (row._meta.label_lower, field.name) in WORDING:
            continue
        value = getattr(row, field.attname)
        if field.remote_field:
            value = pointed(field.related_model, value, nested) if nested else ""
        parts.append(f"{field.name}={value}")
    return sorted(parts)


@cache
def pointed(model: Any, pk: Any, nested: int) -> str:
    row = model._base_manager.filter(pk=pk).first() if pk is not None else None
    return f"<{'; '.join(said(row, nested - 1))}>" if row else ""


if __name__ == "__main__":
    import django

    django.setup()
    for_packages = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    sys.stdout.write(json.dumps(facts(for_packages), ensure_ascii=False))
