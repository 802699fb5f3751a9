"""Bringing everything up to date after a database and its files were swapped in."""

from __future__ import annotations

import logging
from datetime import datetime
from io import StringIO

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from moderation.services import drop_restored
from operations.backup.database.tables import file_names_query
from operations.backup.progress import Progress
from operations.backup.store.vault import Vault
from operations.backup.stored_files import stored_files
from operations.models import BackupRun
from operations.personal_data import erasures
from orgs.public_version import bump_version

logger = logging.getLogger(__name__)


def bring_up_to_date(vault: Vault, restored_to: datetime, progress: Progress) -> list[str]:
    """After a restore migrate, empty caches, erase again, drop held decisions, repair search; return what is left.

    `restored_to` is the time of which the database is.
    """
    progress.tell("Database: bringing its tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "postgresql":
        # Without it the first queries are planned for empty tables.
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("ANALYZE")
    # The backup itself was being made when it was dumped, and did not die since.
    BackupRun.objects.filter(ended_at=None).delete()
    progress.tell("Caches: emptying them")
    left = empty_caches()
    left += erase_again(vault, restored_to, progress)
    drop_restored()
    with transaction.atomic():
        # Pages that are kept anywhere are of another time.
        bump_version()
    progress.tell("Search: comparing rows and index with the pages")
    left += repair_index()
    return left + tell_missing()


def empty_caches() -> list[str]:
    """Empty all caches, and return a sentence for each that could not be emptied."""
    left = []
    for alias in caches:
        # Any error: each kind of cache has its own, and the restore itself is done.
        try:
            caches[alias].clear()
        except Exception as error:
            left.append(f"The cache {alias} could not be emptied ({error}): restart its server.")
    return left


def erase_again(vault: Vault, restored_to: datetime, progress: Progress) -> list[str]:
    """Erase people again who were erased after that time; return [] or, if it failed, a list with a warning."""
    progress.tell("People: erasing again who was erased since")
    try:
        erasures.apply_again(vault, restored_to)
    # Any error: it must reach the administrator as a sentence, because the portal must not be started then.
    except Exception as error:
        logger.exception("People could not be erased again")
        return [
            f"NOT DONE: who was erased since the backup could not be erased again ({type(error).__name__}: {error}). "
            "Do not start the portal: they would be public again. Mend the cause, then restore again with --replace."
        ]
    return []


def repair_index() -> list[str]:
    """Repair the search index; return [] or, if it failed, a list with a sentence for the administrator."""
    try:
        call_command("search_index", "repair", stdout=StringIO())
    except CommandError as error:
        return [f"The search index is not whole ({error}): run `manage.py search_index repair`."]
    return []


def tell_missing() -> list[str]:
    """Return [], or a list with one sentence on files that rows name and the storage lacks: number and one name."""
    with connection.cursor() as cursor:
        cursor.execute(file_names_query())
        named = {name for (name,) in cursor.fetchall()}
    missing = sorted(named - {file.name for file in stored_files()})
    # Asked for each, because stored_files leaves hidden files out.
    really = [name for name in missing if not default_storage.exists(name)]
    if not really:
        return []
    return [f"Upload again what was lost before the backup was made: {len(really)} files, such as {really[0]}."]
