"""A kept page comes though PostgreSQL has ended the connection: run by tests/services/test_on_postgresql.py."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("page_store")]


def test_a_kept_page_comes_though_the_database_has_hung_up(make_page: Any, organization: Any, client: Client) -> None:
    article = make_page("article", organization, live=True, title="Weaving by the river")
    first = client.get(article.url)
    end_connection()

    second = client.get(article.url)

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content


def end_connection() -> None:
    """Have the server end this process's connection, as after a restart."""
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params() | {"options": ""}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
