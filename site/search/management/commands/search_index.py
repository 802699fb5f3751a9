"""`manage.py search_index rebuild|check|repair|status`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import reconciler
from search.engines import get_engine
from search.models import IndexRow, SearchEntry


class Command(BaseCommand):
    help = "Compare search rows with public pages and the index with the rows, mend them, or write all anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild", "check", "repair", "status"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        # Not by bare names: `check` is what Django calls before each command.
        getattr(self, f"do_{action}")()

    def do_status(self) -> None:
        self.stdout.write(f"engine: {get_engine().name}")
        self.stdout.write(f"rows: {SearchEntry.objects.count()}")
        self.stdout.write(f"indexed: {IndexRow.objects.count()}")

    def do_rebuild(self) -> None:
        self.stdout.write(f"{reconciler.rebuild()} rows written")

    def do_check(self) -> None:
        found = reconciler.check()
        self._tell(found)
        if found:
            raise CommandError("Rows and pages differ; `search_index repair` mends them.")

    def do_repair(self) -> None:
        self._tell(reconciler.check(repair=True))

    def _tell(self, found: reconciler.Differences) -> None:
        for name, number in asdict(found).items():
            self.stdout.write(f"{name.replace('_', ' ')}: {number}")
