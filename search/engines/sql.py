"""Helpers for plain SQL: the tables of the index are too large for model instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection


def fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """Run an SQL query with parameters and return all its rows as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def execute(sql: str, params: list[Any] | None = None) -> None:
    """Execute an SQL statement that returns no rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def executemany(sql: str, rows: list[Any]) -> None:
    """Execute an SQL statement once for each row of parameters; nothing is returned."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def placeholders(count: int) -> str:
    """Return `count` placeholders "%s" for SQL parameters, separated by commas."""
    return ", ".join(["%s"] * count)


def batches(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Yield the items in lists of this size; the last list may be shorter."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
