"""The order of locked rows: only PostgreSQL locks rows, so the services' run of these tests asks for this one."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, connections, transaction
from wagtail.models import Page

from catalog.services import update_row
from orgs.models import OrgContentPage

# What pg_stat_activity tells stays the same within a transaction; this does not.
WAITING = "select count(*) from pg_locks where not granted"
PATIENCE = 20.0


def indexed_elsewhere(page: Any) -> threading.Thread:
    def run() -> None:
        update_row(page.pk)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def await_a_lock() -> None:
    """Until another connection waits for what this one holds."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while not cursor.execute(WAITING).fetchone()[0]:
            assert time.monotonic() < until, "nobody waits"
            time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_page_holds_nothing_that_its_writer_still_needs(make_page, organization):
    page = make_page("article", organization, live=True)
    with transaction.atomic():
        list(Page.objects.select_for_update().filter(pk=page.pk))
        thread = indexed_elsewhere(page)
        await_a_lock()
        own_table = OrgContentPage.objects.select_for_update(of=("self",), nowait=True)
        assert list(own_table.filter(pk=page.pk))
    thread.join(PATIENCE)
    assert not thread.is_alive()
