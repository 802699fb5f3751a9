"""manage.py restore_backup"""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from common.long_command import LongCommand
from operations.backup.configuration import open_vault
from operations.backup.errors import BackupError
from operations.backup.progress import Progress
from operations.backup.restore.restoring import Restored, after_point_in_time, restore

NEXT = """\
Restored is the portal of {time:%Y-%m-%d %H:%M} UTC. What came later is lost; mails that waited then may go out again.
Its keys lie in {variables}: put SECRET_KEY and what else this machine lacks into its variables, then delete that file.
Then start web, worker and beat. Everybody signs in again. See `manage.py backup` and docs/backup.md.
"""


class Command(LongCommand):
    """The command `manage.py restore_backup`."""

    help = "Check a backup, and restore database, files and keys from it (docs/backup.md)."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options of `restore_backup`: backup, location, and whether content is replaced."""
        parser.add_argument(
            "--at", default="latest", help="latest, the name of a backup, or a time: the newest backup begun by then"
        )
        parser.add_argument(
            "--from", dest="location", default="", metavar="LOCATION", help="a folder, or s3://BUCKET/FOLDER"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--into-empty", action="store_true", help="restore only into a portal without content (the default)"
        )
        how.add_argument("--replace", action="store_true", help="replace the present content, which is lost")
        how.add_argument(
            "--after-point-in-time",
            default="",
            metavar="TIME",
            help="restore nothing; do only the steps after PostgreSQL itself was restored to that time",
        )

    def handle(self, *args: Any, at: str, location: str, replace: bool, **options: Any) -> None:
        """Restore a backup. Raises CommandError when that is refused or fails."""
        # Ended in order: what was swapped in comes out again.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        try:
            if options["after_point_in_time"]:
                self.follow_up(options["after_point_in_time"], location)
                return
            restored = restore(open_vault(location), at, Progress(self.stdout), replace=replace)  # type: ignore[arg-type]
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.tell(restored)

    def follow_up(self, at: str, location: str) -> None:
        """Do and print the steps after PostgreSQL itself restored the database to a time."""
        left = after_point_in_time(open_vault(location), at, Progress(self.stdout))  # type: ignore[arg-type]
        self.stdout.write(f"The portal is up to date with its database of {at}.")
        for line in left:
            self.stdout.write(f"Left to do: {line}")

    def tell(self, restored: Restored) -> None:
        """Print the next steps for the administrator after a restore."""
        self.stdout.write(NEXT.format(time=restored.archive.time, variables=restored.variables))
        for line in restored.left:
            self.stdout.write(f"Left to do: {line}")
