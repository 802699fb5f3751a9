"""manage.py backup"""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup.configuration import make_vault, open_vault
from operations.backup.errors import BackupError
from operations.backup.making import make
from operations.backup.progress import Progress, in_words
from operations.backup.runs import recorded
from operations.backup.store.archives import archive_names, time_of
from operations.models import BackupRun


class Command(BaseCommand):
    help = "Make a backup of database, files and keys, encrypted with BACKUP_PASSPHRASE (docs/backup.md)."
    # It must work with whatever is wrong with the rest.
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", metavar="LOCATION", help="a folder, or s3://BUCKET/FOLDER")
        parser.add_argument("--list", action="store_true", help="show the backups that there are, and make none")

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        # Ended in order: what was begun is cleared away.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        try:
            if options["list"]:
                self.show(to)
            else:
                self.make(to)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def show(self, location: str) -> None:
        for name in archive_names(open_vault(location)):
            self.stdout.write(f"{name}  {time_of(name):%Y-%m-%d %H:%M} UTC")

    def make(self, location: str) -> None:
        with recorded(BackupRun.Kind.BACKUP) as run:
            vault = make_vault(location)
            made = make(vault, Progress(self.stdout))  # type: ignore[arg-type]
            run.archive, run.bytes = made.archive.name, made.written_bytes
        self.stdout.write(
            f"Backup {made.archive.name} is made in {vault.location.name}: "
            f"{made.archive.files:,} files ({in_words(made.archive.file_bytes)}) and the database."
        )
        if made.archive.missing:
            self.stdout.write(
                f"{len(made.archive.missing)} files that the database names were not there, such as "
                f"{made.archive.missing[0]}: upload them again."
            )
