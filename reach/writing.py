"""Add the counts of this process to the tables, so that processes that count the same page at once lose nothing."""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from assets.models import Document
from orgs.models import OrgContentPage
from reach.counting import Read, reads

logger = logging.getLogger(__name__)

# Ids in one query: SQLite takes no more variables than some hundreds in old versions.
AT_ONCE = 500
# The database adds up, not Python: two processes may write the same row at the same moment.
ADD_PAGES = """
    INSERT INTO reach_pagereads (page_id, day, way, number) VALUES (%s, %s, %s, %s)
    ON CONFLICT (page_id, day, way) DO UPDATE SET number = reach_pagereads.number + excluded.number
"""
ADD_FILES = """
    INSERT INTO reach_filefetches (document_id, day, number) VALUES (%s, %s, %s)
    ON CONFLICT (document_id, day) DO UPDATE SET number = reach_filefetches.number + excluded.number
"""


def write_if_due() -> None:
    """Write the counts of this process to the database where REACH_WRITE_SECONDS have passed; else do nothing."""
    if reads.is_due():
        write()


def write() -> None:
    """Write the counts of this process to the database at once; keep them in memory where that fails."""
    taken = reads.take()
    if not taken:
        return
    try:
        add(taken)
    except DatabaseError as error:
        # Tried again when it is due the next time. A page deleted in this moment is left out then.
        reads.put_back(taken)
        logger.warning("The counts of reads could not be written: %s", error)


def add(numbers: Counter[Read]) -> None:
    """Add counts to the rows of pages and documents in one transaction; leave out those that are deleted.

    Raises DatabaseError when one is deleted in the same moment or the database is away; nothing is added then.
    """
    # Sorted, so that two processes lock the rows in the same order.
    pages = sorted((read.pk, read.day, read.way, number) for read, number in numbers.items() if read.way)
    files = sorted((read.pk, read.day, number) for read, number in numbers.items() if not read.way)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD_PAGES, of_existing(OrgContentPage, pages))
        cursor.executemany(ADD_FILES, of_existing(Document, files))


def of_existing(model: type[models.Model], rows: list[Any]) -> list[Any]:
    """Return those rows, in their order, whose first value is the id of a row of this model."""
    asked = sorted({row[0] for row in rows})
    there: set[int] = set()
    for start in range(0, len(asked), AT_ONCE):
        there.update(model._default_manager.filter(pk__in=asked[start : start + AT_ONCE]).values_list("pk", flat=True))
    return [row for row in rows if row[0] in there]
