"""manage.py backup"""

from __future__ import annotations

import os
import signal
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import CommandError

from common.long_command import LongCommand
from operations.backup.configuration import make_vault, open_vault
from operations.backup.errors import BackupError
from operations.backup.making import make_backup
from operations.backup.progress import Progress, in_words
from operations.backup.runs import DEADLINE, recorded
from operations.backup.store.archives import archive_names, time_of
from operations.backup.trial import try_newest
from operations.models import BackupRun

# Seconds from the deadline to the end by force: in them what was begun is deleted.
GRACE = 120
# Of 0 to 19: visitors' requests go first.
LESS_IMPORTANT = 10


class Command(LongCommand):
    """The command `manage.py backup`."""

    help = "Make a backup of database, files and keys, encrypted with BACKUP_PASSPHRASE (docs/backup.md)."
    # It must work with whatever is wrong with the rest.
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options of `backup`: location, background, list, or trial restore."""
        parser.add_argument("--to", default="", metavar="LOCATION", help="a folder, or s3://BUCKET/FOLDER")
        parser.add_argument("--background", action="store_true", help="after all others, three hours at most")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="list the backups, and make none")
        what.add_argument(
            "--try", dest="is_trial", action="store_true", help="restore the newest into a scratch database, to try it"
        )

    def handle(self, *args: Any, to: str, is_trial: bool, background: bool, **options: Any) -> None:
        """Make a backup, list the backups, or try the newest. Raises CommandError when that fails."""
        # Ended in order: what was begun is cleared away.
        # SystemExit, so that `finally` and `except` clauses run; by default SIGTERM ends a process at once.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        if background:
            os.nice(LESS_IMPORTANT)
            signal.signal(signal.SIGALRM, end_late)
            # Twice: `end_late` starts a second alarm, and both must end before DEADLINE, when the run counts as dead.
            signal.alarm(int(DEADLINE.total_seconds()) - 2 * GRACE)
        try:
            if options["list"]:
                self.show(to)
            elif is_trial:
                self.try_newest(to)
            else:
                self.make(to)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def show(self, location: str) -> None:
        """Print the names and times of the backups in a location."""
        for name in archive_names(open_vault(location)):
            self.stdout.write(f"{name}  {time_of(name):%Y-%m-%d %H:%M} UTC")

    def make(self, location: str) -> None:
        """Make a backup, record the run, print its number of files; of missing files the number and one name."""
        with recorded(BackupRun.Kind.BACKUP) as run:
            vault = make_vault(location)
            made = make_backup(vault, Progress(self.stdout))  # type: ignore[arg-type]
            run.archive, run.bytes = made.archive.name, made.written_bytes
        self.stdout.write(
            f"Backup {made.archive.name} is made in {vault.location.name}: "
            f"{made.archive.files:,} files ({in_words(made.archive.file_bytes)}) and the database."
        )
        if made.archive.missing:
            self.stdout.write(
                f"Upload again what was lost before: {len(made.archive.missing)} files that the database names, "
                f"such as {made.archive.missing[0]}."
            )

    def try_newest(self, location: str) -> None:
        """Restore the newest backup on trial, record the run and print the result."""
        with recorded(BackupRun.Kind.TRIAL) as run:
            tried = try_newest(open_vault(location), Progress(self.stdout))  # type: ignore[arg-type]
            run.archive, run.message = tried.archive.name, str(tried)
            run.bytes = tried.archive.database_bytes + tried.archive.file_bytes
        self.stdout.write(run.message)


def end_late(*_: Any) -> NoReturn:
    """Raise BackupError at the deadline (signal handler), and set an alarm that kills a process that goes on."""
    # The second alarm has the default action: it ends the process, whatever it does.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(GRACE)
    raise BackupError(f"It took longer than {DEADLINE.total_seconds() / 3600:.0f} hours and was ended.")
