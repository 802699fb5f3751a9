"""Counting what a page asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Self

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, url: str) -> list[str]:
    """The SQL of one successful view of a page, after a first one that fills what a process keeps."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


class WrittenStatements(AbstractContextManager["WrittenStatements"]):
    """Collects what is sent to the database within the block and may change a row; empty, it is false."""

    READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.statements)

    def __enter__(self) -> Self:
        self.wrapper = connection.execute_wrapper(self.collect)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        self.wrapper.__exit__(*exception)

    def collect(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if not sql.lstrip().upper().startswith(self.READING):
            self.statements.append(sql)
        return execute(sql, *arguments)
