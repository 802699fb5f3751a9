"""Two processes count the same page at the same time: no read is lost, on either database."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from typing import Any

import pytest
from django.db import connections

from reach.counting import Read, reads
from reach.models import PageReads, Way
from reach.writing import write

PROCESSES, ROUNDS, EACH = 2, 30, 3
DAY = dt.date(2026, 11, 3)


def count_many(page_id: int) -> None:
    """Count and write many times; ends the process with an error when counts are left."""
    reads.take()
    for place in range(ROUNDS):
        # In another order each time: rows that are locked in different orders would block each other.
        for way in (Way.MAIL, Way.FEED, Way.OTHER) if place % 2 else (Way.OTHER, Way.FEED, Way.MAIL):
            reads.add(Read(DAY, way, page_id), EACH)
        write()
    assert not reads.take()


@pytest.mark.django_db(transaction=True)
def test_two_processes_lose_no_read(article: Any) -> None:
    # A child must not use, or end, the connection of its parent.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=count_many, args=(article.pk,)) for _number in range(PROCESSES)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * PROCESSES
    assert dict(PageReads.objects.values_list("way", "number")) == dict.fromkeys(
        ("mail", "feed", "other"), PROCESSES * ROUNDS * EACH
    )
