"""Stray files: those in the portal's storage that no row names, such as a process leaves that is killed."""

from __future__ import annotations

import datetime as dt
import logging

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from operations.backup.database.tables import file_names_query
from operations.backup.stored_files import stored_files

logger = logging.getLogger(__name__)

# The folders of pictures and documents as they were uploaded, restored or moved in. Other files are made from these.
FOLDERS = ("original_images/", "documents/")
# A transaction that has written a file may not be over yet; and an older database may be put back, and taken out again.
OLD_ENOUGH = dt.timedelta(days=7)
# If so large a part of all files has no row, the database is probably not that of this storage.
LARGEST_PART = 0.5


def stray_files() -> tuple[list[str], int]:
    """Return names of pictures and documents over a week old that no row names, and the number of all stored ones."""
    # Listed before the rows are read: what is written meanwhile is no stray file.
    names = [file.name for file in stored_files() if file.name.startswith(FOLDERS)]
    with connection.cursor() as cursor:
        cursor.execute(file_names_query())
        named = {name for (name,) in cursor.fetchall()}
    before = timezone.now() - OLD_ENOUGH
    strays = [name for name in names if name not in named]
    return [name for name in strays if default_storage.get_modified_time(name) < before], len(names)


def delete_stray_files() -> int:
    """Delete pictures and documents over a week old that no row names, unless over half of all; return how many.

    When half of all files have no row, nothing is deleted, and an error is logged: a person looks first.
    """
    strays, number = stray_files()
    if len(strays) > number * LARGEST_PART:
        logger.error("%s of %s files have no row, so none was deleted: see manage.py stray_files.", len(strays), number)
        return 0
    for name in strays:
        default_storage.delete(name)
    return len(strays)
