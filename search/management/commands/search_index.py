"""Management command `search_index`: rebuild, check, repair, roll back or describe the index."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from catalog.models import CatalogEntry, CountingRow
from common.long_command import LongCommand
from search import reconciler
from search.engines import get_engine
from search.models import PendingReindex

ACTIONS = ["rebuild", "check", "repair", "rollback", "status"]


class Command(LongCommand):
    """The command `manage.py search_index rebuild|check|repair|rollback|status`."""

    help = "Compare the search rows with the public pages and the index with the rows; repair or rebuild them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument `action` and the options --only-elasticsearch and --processes."""
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument(
            "--only-elasticsearch",
            action="store_true",
            help="with rebuild: only the index of Elasticsearch, from the present rows",
        )
        parser.add_argument(
            "--processes",
            type=int,
            # cpu_count() is None where the system does not tell.
            default=os.cpu_count() or 1,
            help="number of processes that fill the index of Elasticsearch",
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Run the method of the chosen action of `search_index`. Raises CommandError if Elasticsearch fails."""
        # With a prefix, because Django calls a method `check` before each command.
        try:
            getattr(self, f"do_{action}")(**options)
        except failures() as error:
            raise CommandError(f"Elasticsearch does not answer, or rejects the request: {error}") from error

    def do_status(self, **options: Any) -> None:
        """Print the search engine's name, the numbers of catalog and indexed rows, and Elasticsearch's state."""
        self.stdout.write(f"engine: {get_engine().name}")
        self.stdout.write(f"rows: {CatalogEntry.objects.count()}")
        self.stdout.write(f"indexed: {CountingRow.objects.count()}")
        if settings.ELASTICSEARCH_URL:
            self._tell_elasticsearch()

    def do_rebuild(self, *, only_elasticsearch: bool, processes: int, **options: Any) -> None:
        """Write all catalog rows and the search index again, or with the option only Elasticsearch's index."""
        if only_elasticsearch:
            need_elasticsearch()
            self.stdout.write(f"searched from now on: {reconciler.rebuild_elasticsearch(processes)}")
        else:
            self.stdout.write(f"{reconciler.rebuild(processes, self.notice.say)} rows written")

    def do_check(self, **options: Any) -> None:
        """Print the numbers of differences between pages, rows and index. Raises CommandError if any."""
        found = reconciler.check()
        self._tell(found)
        if found:
            raise CommandError("Rows, pages and index differ. Run `search_index repair` to correct them.")

    def do_repair(self, **options: Any) -> None:
        """Repair the differences between pages, catalog rows and search index, and print their numbers."""
        self._tell(reconciler.check(repair=True))

    def do_rollback(self, **options: Any) -> None:
        """Switch searches back to Elasticsearch's previous index. Raises CommandError when there is none."""
        need_elasticsearch()
        from search.engines.elastic.reindex import NoPreviousIndexError, rollback

        try:
            self.stdout.write(f"searched from now on: {rollback()}")
        except NoPreviousIndexError as error:
            raise CommandError("There is no earlier index to go back to.") from error

    def _tell(self, found: reconciler.Differences) -> None:
        for name, number in asdict(found).items():
            self.stdout.write(f"{name.replace('_', ' ')}: {number}")

    def _tell_elasticsearch(self) -> None:
        from search.engines.elastic import indexes

        self.stdout.write(f"waiting to be written to Elasticsearch: {PendingReindex.objects.count()}")
        searched, previous = indexes.searched(), indexes.previous()
        self.stdout.write(f"searched: {searched or 'none'}")
        if searched:
            self.stdout.write(f"pages in it: {indexes.size(searched)}")
            self.stdout.write(f"format of this version: {'yes' if indexes.is_current(searched) else 'no'}")
        self.stdout.write(f"kept for a rollback: {previous or 'none'}")


def need_elasticsearch() -> None:
    """Raise CommandError when Elasticsearch is not set up in the settings."""
    if not settings.ELASTICSEARCH_URL:
        raise CommandError("ELASTICSEARCH_URL is empty. Set it to the address of the server.")


def failures() -> tuple[type[Exception], ...]:
    """Return the exception classes of a failing Elasticsearch, for `except`; none when it is not set up."""
    if not settings.ELASTICSEARCH_URL:
        return ()
    from search.engines.elastic.client import FAILURES
    from search.engines.elastic.document_writer import DocumentRejectedError

    return (*FAILURES, DocumentRejectedError)
